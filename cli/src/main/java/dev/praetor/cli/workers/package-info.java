/**
 * Commands about workers and their pools: which are alive, what they run, and what people set on
 * them. The command that is a worker is in {@code cli.worker}.
 */
@NullMarked
package dev.praetor.cli.workers;

import org.jspecify.annotations.NullMarked;
