/**
 * Schedules in English and as tables, and the parser of holiday files. Internal. Computes no
 * instants.
 */
@NullMarked
package dev.praetor.schedule.internal.text;

import org.jspecify.annotations.NullMarked;
