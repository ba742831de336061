/**
 * The read path: runs, task runs and recorded results, and what people ask about them: the inputs
 * of a task run, groups of failures, the document of a run, changes between versions, which run can
 * be resumed. Nothing here writes.
 */
@NullMarked
package dev.praetor.store.history;

import org.jspecify.annotations.NullMarked;
