/**
 * The records of runs, and the plan of the task runs that a restart or a resumed run executes
 * again. Internal. Pure: nothing here starts a run or reads a store.
 */
@NullMarked
package dev.praetor.engine.restart;

import org.jspecify.annotations.NullMarked;
