/**
 * The log-in of people: the requests that begin and end sessions and set passwords, and the page
 * for a browser. The rules of passwords and attempts are in {@code access}.
 */
@NullMarked
package dev.praetor.server.login;

import org.jspecify.annotations.NullMarked;
