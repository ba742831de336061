/**
 * Artifacts and reports of progress, which task runs publish for people. Log lines are in {@code
 * store.log}, results are written with their task runs.
 */
@NullMarked
package dev.praetor.store.report;

import org.jspecify.annotations.NullMarked;
