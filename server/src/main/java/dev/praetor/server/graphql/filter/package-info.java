/**
 * Filters, orders, pages and objects as callers write them, translated into queries of the store.
 * The names in the schema are those of the store's fields and relations, so a new field needs no
 * code here.
 */
@NullMarked
package dev.praetor.server.graphql.filter;

import org.jspecify.annotations.NullMarked;
