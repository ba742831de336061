/**
 * Cron expressions: the parser, the fields and the calendar days they select. Internal. Which
 * instant a cron clock fires at next is decided in {@code schedule.internal.ticks}.
 */
@NullMarked
package dev.praetor.schedule.internal.cron;

import org.jspecify.annotations.NullMarked;
