/**
 * What task runs publish for people: artifacts and progress. Log lines are in {@code store.log},
 * results are written with their task runs.
 */
@NullMarked
package dev.praetor.store.report;

import org.jspecify.annotations.NullMarked;
