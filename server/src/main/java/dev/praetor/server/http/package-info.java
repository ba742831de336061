/**
 * HTTP: what the server does with a request whatever its content, and the only package that knows
 * the web server's library. Here a request's key is checked, its body is read within limits of size
 * and time, and its answer or error is sent. {@code Routes} lists what is answered; the answers
 * themselves are made in other packages.
 */
@NullMarked
package dev.praetor.server.http;

import org.jspecify.annotations.NullMarked;
