/**
 * Cron expressions: the parser, the fields and the calendar days they select. Internal. The next
 * instant at which a cron clock fires is computed in {@code schedule.internal.ticks}.
 */
@NullMarked
package dev.praetor.schedule.internal.cron;

import org.jspecify.annotations.NullMarked;
