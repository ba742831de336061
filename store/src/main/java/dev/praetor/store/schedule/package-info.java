/**
 * The instants of schedules that processes have taken, so that each clock of a flow makes at most
 * one run an instant, however many processes run the schedule. Whether a run is due at all is
 * decided by the scheduler, not here.
 */
@NullMarked
package dev.praetor.store.schedule;

import org.jspecify.annotations.NullMarked;
