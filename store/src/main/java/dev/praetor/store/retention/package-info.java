/**
 * Deletion: of runs and results on request, of expired data by the job that applies the retention
 * rules, and of large values to which no row refers any more.
 */
@NullMarked
package dev.praetor.store.retention;

import org.jspecify.annotations.NullMarked;
