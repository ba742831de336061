/**
 * The writer and the reader of schedules as JSON. Internal. A new kind of clock, filter or
 * adjustment needs a case in the writer and in the reader.
 */
@NullMarked
package dev.praetor.schedule.internal.json;

import org.jspecify.annotations.NullMarked;
