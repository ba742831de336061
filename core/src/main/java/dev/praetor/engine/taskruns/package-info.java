/**
 * The state of the task runs of one run: packed arrays, additional data that only some task runs
 * need, the values they read, the ends that follow from them, and immutable snapshots for other
 * threads. Internal. Owned by the thread of the run loop. Nothing here changes the course of a run
 * or knows the other packages of a run, and only {@code Recorder} changes states.
 */
@NullMarked
package dev.praetor.engine.taskruns;

import org.jspecify.annotations.NullMarked;
