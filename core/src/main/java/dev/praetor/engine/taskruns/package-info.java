/**
 * The state of the task runs of one run: packed arrays, what only some task runs need beside them,
 * the values they read, and immutable snapshots for everybody else. Internal. Owned by the thread
 * of the run loop; nothing here decides, and nothing here changes a state past {@code Recorder}.
 */
@NullMarked
package dev.praetor.engine.taskruns;

import org.jspecify.annotations.NullMarked;
