/**
 * The computation of instants: one {@code Ticks} for each kind of clock, merged, filtered and
 * adjusted, and the check that a schedule fires at all. Internal. Pure functions of the calendar;
 * nothing here reads a clock.
 */
@NullMarked
package dev.praetor.schedule.internal.ticks;

import org.jspecify.annotations.NullMarked;
