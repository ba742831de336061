/**
 * Descriptions of schedules in English and as tables, and the parser of holiday files. Internal.
 * Nothing here computes an instant.
 */
@NullMarked
package dev.praetor.schedule.internal.text;

import org.jspecify.annotations.NullMarked;
