/**
 * A typed client of the server: its runs, task runs, flows, versions, schedules, limits and log
 * lines, and the intents with which they are changed. It knows core and the HTTP client of the JDK,
 * not the store, so an application needs nothing else to talk to a server. What a server does with
 * a request does not belong here.
 */
@NullMarked
package dev.praetor.client;

import org.jspecify.annotations.NullMarked;
