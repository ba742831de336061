/**
 * The calendar in which schedules are computed: its first and last moment, local times at changes
 * of the clocks, zone names, and the interface of the sources of instants. Internal. Nothing here
 * knows clocks or filters; the other internal packages build on it.
 */
@NullMarked
package dev.praetor.schedule.internal.time;

import org.jspecify.annotations.NullMarked;
