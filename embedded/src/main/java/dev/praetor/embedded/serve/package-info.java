/**
 * Services in the background of an open engine: claims of waiting runs, the resumption of runs
 * whose processes ended, and schedules.
 *
 * <p>The path of a run whose process ended: {@code Serving} notices, {@code RunClaimer} gets the
 * run from {@code store.queue.OwnersElsewhere} and gives it up if too many of its processes have
 * died; otherwise {@code embedded.run.Door} claims it with {@code store.RunStore} and begins it,
 * and {@code engine.loop.Recovery} restores its task runs.
 */
@NullMarked
package dev.praetor.embedded.serve;

import org.jspecify.annotations.NullMarked;
