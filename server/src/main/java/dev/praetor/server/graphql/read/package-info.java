/**
 * The code for the questions of the schema, and for the fields of its types. Whatever many objects
 * of a request need is read for all of them at once, by {@code Loaders}. Changes do not belong
 * here.
 */
@NullMarked
package dev.praetor.server.graphql.read;

import org.jspecify.annotations.NullMarked;
