/**
 * The records of runs, and {@code RestartPlanner}, which finds the task runs that a restart or a
 * resumed run executes again. Internal. Pure: nothing here starts a run or reads a store. A store
 * finds the run to resume; {@code Recovery} and {@code Reuse} in {@code engine.loop} restore its
 * task runs.
 */
@NullMarked
package dev.praetor.engine.restart;

import org.jspecify.annotations.NullMarked;
