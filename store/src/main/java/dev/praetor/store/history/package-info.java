/**
 * The read path: runs, task runs and recorded results, and the answers to questions about them: the
 * inputs of a task run, groups of failures, the document of a run, changes between versions, the
 * run to resume. Nothing in this package writes.
 */
@NullMarked
package dev.praetor.store.history;

import org.jspecify.annotations.NullMarked;
