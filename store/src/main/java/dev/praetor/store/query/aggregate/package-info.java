/**
 * Statistics over groups of runs and task runs. An {@link
 * dev.praetor.store.query.aggregate.AggregateRequest} says which entities are taken, what they are
 * grouped by, and which measures are wanted; {@link dev.praetor.store.query.aggregate.Aggregates}
 * answers it with one statement, in which only what is wanted is computed.
 *
 * <p>Days, weeks and hours are those of a zone. The rules of zones are those of the JDK, written
 * into the statement, so that both databases give the same answers.
 */
@NullMarked
package dev.praetor.store.query.aggregate;

import org.jspecify.annotations.NullMarked;
