/**
 * The records of runs, and {@code RestartPlanner}, which finds the task runs that a restart or a
 * resumed run executes again although they had ended; {@code RerunRule} is the rule for one task
 * run. Internal. Pure: nothing here starts a run or reads a store.
 *
 * <p>A store finds the run to resume. {@code engine.loop.Recovery} restores the task runs of a
 * resumed run, and decides what becomes of those in progress when its process ended, such as an
 * interrupted attempt; {@code engine.loop.Reuse} gives a restart the results of the earlier run.
 */
@NullMarked
package dev.praetor.engine.restart;

import org.jspecify.annotations.NullMarked;
