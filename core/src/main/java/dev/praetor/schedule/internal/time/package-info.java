/**
 * The calendar that schedules are computed in: its first and last moment, local times where clocks
 * change, zones by name, and the interface of what gives instants. Internal. Knows neither clocks
 * nor filters; the other internal packages build on it.
 */
@NullMarked
package dev.praetor.schedule.internal.time;

import org.jspecify.annotations.NullMarked;
