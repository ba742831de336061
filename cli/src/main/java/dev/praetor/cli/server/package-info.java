/**
 * The command {@code praetor server}: its settings, from options, the environment and a file, and
 * the process from the ready line to its end; and the commands that ask a server about itself, or
 * in GraphQL. The server itself is a module of its own.
 */
@NullMarked
package dev.praetor.cli.server;

import org.jspecify.annotations.NullMarked;
