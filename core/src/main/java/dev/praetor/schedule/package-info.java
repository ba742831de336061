/**
 * The times at which a flow runs: clocks, filters, adjustments, and everything that is computed
 * from them.
 *
 * <p>Everything here is a value or a pure function: nothing reads a wall clock, a database or the
 * network, so that a schedule can be tested before it is deployed. The two types that authors use
 * most, {@link dev.praetor.Schedule} and {@link dev.praetor.Occurrence}, live in {@code
 * dev.praetor}; their parts live here. Recurrence rules are computed by a library that no other
 * package may use. The decision to start a run for an occurrence belongs to the server, not here.
 *
 * <p>Praetor's calendar is the proleptic Gregorian calendar of {@code java.time}, from year 1 to
 * the end of year 9999.
 */
@NullMarked
package dev.praetor.schedule;

import org.jspecify.annotations.NullMarked;
