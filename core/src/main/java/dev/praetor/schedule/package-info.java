/**
 * When a flow runs: clocks, filters, adjustments, and everything that is computed from them.
 *
 * <p>All of it is values and pure functions: nothing here reads a wall clock, a database or the
 * network, so a schedule can be tested before it is deployed. The two types that authors name most,
 * {@link dev.praetor.Schedule} and {@link dev.praetor.Occurrence}, live in {@code dev.praetor};
 * what they are made of lives here. Recurrence rules are computed by a library that no other
 * package may use. What decides when a run is made from an occurrence belongs to the server, not
 * here.
 *
 * <p>Praetor's calendar is the proleptic Gregorian calendar of {@code java.time}, from year 1 to
 * the end of year 9999.
 */
@NullMarked
package dev.praetor.schedule;

import org.jspecify.annotations.NullMarked;
