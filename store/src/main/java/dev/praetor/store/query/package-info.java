/**
 * Questions that are put together at run time, as an API asks them: pages of each kind of entity,
 * by a {@link dev.praetor.store.query.condition.Condition} over its fields and over related
 * entities, in any {@link dev.praetor.store.query.condition.Order}, and capped counts. {@link
 * dev.praetor.store.query.StoreQueries} answers them with SQL whose text consists of fixed parts
 * only; all values are bound. Both databases give the same answers.
 *
 * <p>The rows of {@code query.row} contain no results, failures and histories; these are read for
 * many rows at once by methods of their own. Fixed questions about one run belong in {@code
 * store.history}. Nothing in this package writes.
 */
@NullMarked
package dev.praetor.store.query;

import org.jspecify.annotations.NullMarked;
