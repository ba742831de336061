/** The scalars of the schema, beside those of GraphQL itself. */
@NullMarked
package dev.praetor.server.graphql.scalar;

import org.jspecify.annotations.NullMarked;
