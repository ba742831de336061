/**
 * Subscriptions: {@code SubscriptionCode} finds what a caller follows, and {@code
 * SubscriptionStream} executes the operation of the caller again for each run that has changed, and
 * each new log line, as an event of a stream. What has changed is found by {@code server.live}.
 */
@NullMarked
package dev.praetor.server.graphql.live;

import org.jspecify.annotations.NullMarked;
