/**
 * The read path: runs, task runs and recorded results, and the answers to questions about them: the
 * inputs of a task run, groups of failures, the document of a run, changes between versions, and
 * whether a run can be resumed at all ({@code ResumableRuns}). What a resumed run executes again is
 * planned in core's {@code engine.restart}. Nothing in this package writes.
 */
@NullMarked
package dev.praetor.store.history;

import org.jspecify.annotations.NullMarked;
