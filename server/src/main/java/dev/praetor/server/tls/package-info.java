/**
 * The certificate with which the server proves itself: its files, and the watch that finds a new
 * pair in them. The web server, which uses it, is in {@code http}.
 */
@NullMarked
package dev.praetor.server.tls;

import org.jspecify.annotations.NullMarked;
