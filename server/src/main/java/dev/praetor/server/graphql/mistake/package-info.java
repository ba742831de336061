/**
 * Mistakes in requests of GraphQL, in the words of the API. {@code Mistakes} tells what is wrong at
 * which argument or field, as the caller wrote it, and what is allowed there.
 */
@NullMarked
package dev.praetor.server.graphql.mistake;

import org.jspecify.annotations.NullMarked;
