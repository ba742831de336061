/**
 * The state of the task runs of one run: packed arrays, what only some task runs need beside them,
 * the values they read, and immutable snapshots for everybody else. Internal. Owned by the thread
 * of the run loop; nothing here decides, changes a state past {@code Recorder}, or knows the other
 * packages of a run.
 */
@NullMarked
package dev.praetor.engine.taskruns;

import org.jspecify.annotations.NullMarked;
