/**
 * The API for authors of flows: {@link dev.praetor.Flow}, {@link dev.praetor.Task} and the values
 * that describe them. Everything here is immutable, except where its documentation states
 * otherwise.
 *
 * <p>Nothing here runs a flow: {@link dev.praetor.Flow#run} passes it to the engine through {@code
 * engine.FlowRunner}, and {@link dev.praetor.TaskContext#current} reads {@code engine.CurrentTask}.
 * The run loop must not be imported here.
 */
@NullMarked
package dev.praetor;

import org.jspecify.annotations.NullMarked;
