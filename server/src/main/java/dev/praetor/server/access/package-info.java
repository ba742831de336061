/**
 * Callers, and what they may do: {@code Callers} finds the caller of a key, and {@code Permissions}
 * is the one table of what each role opens. Whatever answers a request asks it; a request or field
 * that the table does not list keeps the server from starting.
 */
@NullMarked
package dev.praetor.server.access;

import org.jspecify.annotations.NullMarked;
