/**
 * What the authors of flows import: {@link dev.praetor.Flow}, {@link dev.praetor.Task} and the
 * values that describe them. Everything here is immutable unless its page says otherwise.
 *
 * <p>Nothing here knows how a flow is run: {@link dev.praetor.Flow#run} hands it to the engine
 * through {@code engine.FlowRunner}, and {@link dev.praetor.TaskContext#current} asks {@code
 * engine.CurrentTask}. The run loop must not be imported here.
 */
@NullMarked
package dev.praetor;

import org.jspecify.annotations.NullMarked;
