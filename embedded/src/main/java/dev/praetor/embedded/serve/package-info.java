/**
 * Services in the background of an open engine: claims of waiting runs, the resumption of runs
 * whose processes ended, and schedules.
 */
@NullMarked
package dev.praetor.embedded.serve;

import org.jspecify.annotations.NullMarked;
