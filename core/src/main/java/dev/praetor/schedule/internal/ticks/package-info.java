/**
 * The computation of instants: the ticks of each kind of clock, which are filtered, merged and
 * adjusted, and the check that every clock of a schedule can fire. Internal. Everything is a
 * function of the calendar; nothing here reads the current time.
 */
@NullMarked
package dev.praetor.schedule.internal.ticks;

import org.jspecify.annotations.NullMarked;
