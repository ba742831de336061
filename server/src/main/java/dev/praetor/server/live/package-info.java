/**
 * Changes of the store, told while they happen: {@code LiveFeed} finds them for all who listen, and
 * {@code LiveStream} sends them to callers as events. {@code EventStreams} bounds the streams, and
 * cuts off callers that do not read; {@code StreamCallers} ends the streams of those who may not
 * have them any more. Nothing here knows GraphQL.
 */
@NullMarked
package dev.praetor.server.live;

import org.jspecify.annotations.NullMarked;
