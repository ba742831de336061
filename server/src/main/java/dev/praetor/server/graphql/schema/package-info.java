/**
 * The schema file and the code behind it, put together: {@code TypeCode} holds the code for the
 * fields of one type, and {@code ExecutableSchema} refuses a schema that has a field without code,
 * or code without a field.
 */
@NullMarked
package dev.praetor.server.graphql.schema;

import org.jspecify.annotations.NullMarked;
