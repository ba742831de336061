/**
 * Workers and their pools: the rows of workers with what they reported, the runners that belong to
 * them, what people set on pools, and the condition on a run that a worker takes it. Which runs are
 * claimed, and why runs wait, is decided with that condition in {@code store.queue}; nothing here
 * reads or changes runs, except to count them.
 */
@NullMarked
package dev.praetor.store.worker;

import org.jspecify.annotations.NullMarked;
