/**
 * The schedules of flows: their places, what people set on them, and schedules that people add.
 * Runs that are due enter as all others do, and no rule of schedules is decided here.
 */
@NullMarked
package dev.praetor.store.schedule;

import org.jspecify.annotations.NullMarked;
