/**
 * Services in the background of an open engine: claims of waiting runs, runs taken over from
 * processes that ended, and schedules.
 */
@NullMarked
package dev.praetor.embedded.serve;

import org.jspecify.annotations.NullMarked;
