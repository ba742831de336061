/**
 * GraphQL: {@code GraphQlService} executes the requests that come over HTTP, within the limits of
 * {@code QueryLimits}. The schema and its code are put together in {@code graphql.schema}; what the
 * fields give is in {@code graphql.read}, what the changes do is in {@code graphql.change}, and
 * subscriptions are in {@code graphql.live}.
 */
@NullMarked
package dev.praetor.server.graphql;

import org.jspecify.annotations.NullMarked;
