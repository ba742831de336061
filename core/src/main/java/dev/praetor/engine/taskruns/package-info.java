/**
 * The state of the task runs of one run: packed arrays, additional data that only some task runs
 * need, the upstreams they wait for, the values they read, the ends that follow from them, and
 * immutable snapshots for other threads. Internal. Accessed in the turns of the run's owner only.
 *
 * <p>Nothing here changes the course of a run or knows the other packages of a run. {@code
 * Upstreams} counts how upstreams ended and names a skipped one; {@code engine.Decisions} decides
 * what follows, and only {@code engine.loop.Recorder} changes states.
 */
@NullMarked
package dev.praetor.engine.taskruns;

import org.jspecify.annotations.NullMarked;
