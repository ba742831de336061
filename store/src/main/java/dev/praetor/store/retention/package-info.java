/**
 * Deletion: of runs and results by hand, of what is too old by the job that applies the retention
 * rules, and of large values that no row refers to any more.
 */
@NullMarked
package dev.praetor.store.retention;

import org.jspecify.annotations.NullMarked;
