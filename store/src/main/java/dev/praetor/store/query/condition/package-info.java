/**
 * Fields and relations of entities, conditions over them, and orders. All of it is data, from which
 * {@code query.sql} makes statements.
 */
@NullMarked
package dev.praetor.store.query.condition;

import org.jspecify.annotations.NullMarked;
