/**
 * Runs that wait: for their time, for a limit, or for a process that serves their flow. Which of
 * them can start is decided here, by the same conditions that explain why a run waits. Rows of new
 * runs are written by {@code store.write}.
 */
@NullMarked
package dev.praetor.store.queue;

import org.jspecify.annotations.NullMarked;
