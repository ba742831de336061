/**
 * What people ask about recorded runs: the inputs of a task run, groups of failures, the document
 * of a run, changes between versions, which run can be resumed.
 */
@NullMarked
package dev.praetor.cli.history;

import org.jspecify.annotations.NullMarked;
