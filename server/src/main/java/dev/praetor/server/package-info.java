/**
 * The server: {@link dev.praetor.server.PraetorServer} opens a store, and answers over HTTP for
 * what it contains until it is closed. {@code ServerOptions} says where it listens and what it
 * opens.
 *
 * <p>This package only assembles the parts, each of which has a package of its own: {@code error}
 * (the one form of errors), {@code access} (callers and what they may do), {@code http} (requests
 * and answers), {@code health}, {@code metrics}, {@code files} and {@code graphql}. Code of authors
 * is never loaded here, and nothing here names commands or options of the command line.
 */
@NullMarked
package dev.praetor.server;

import org.jspecify.annotations.NullMarked;
