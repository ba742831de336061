/**
 * The times at which a flow runs: clocks, filters, adjustments, and everything that is computed
 * from them.
 *
 * <p>Everything here is a value or a pure function: nothing reads a wall clock, a database or the
 * network, so that a schedule can be tested before it is deployed. The two types that authors use
 * most, {@link dev.praetor.Schedule} and {@link dev.praetor.Occurrence}, live in {@code
 * dev.praetor}; their parts live here. A scheduler asks a {@code Schedule} for its next
 * occurrences, and for those it missed by the schedule's {@link dev.praetor.schedule.CatchUp}; the
 * decision to start a run for an occurrence belongs to the scheduler, not here. The packages below
 * {@code internal} compute the instants and write the texts, and are no part of the API.
 *
 * <p>Praetor's calendar is the proleptic Gregorian calendar of {@code java.time}, from year 1 to
 * the end of year 9999.
 */
@NullMarked
package dev.praetor.schedule;

import org.jspecify.annotations.NullMarked;
