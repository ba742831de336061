/**
 * Conditions, orders and cursors as SQL, whose text consists of fixed parts only; all values are
 * bound. {@link dev.praetor.store.query.sql.QueryCheck} refuses what makes no sense, and {@link
 * dev.praetor.store.query.sql.Dialect} holds what differs between the two databases.
 */
@NullMarked
package dev.praetor.store.query.sql;

import org.jspecify.annotations.NullMarked;
