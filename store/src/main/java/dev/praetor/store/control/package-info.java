/**
 * Control of runs from other processes: orders to the owner, and the cancellation of a run whose
 * owner is dead. Nothing in this package decides what an order does to a run.
 */
@NullMarked
package dev.praetor.store.control;

import org.jspecify.annotations.NullMarked;
