/**
 * What other processes ask of a run: orders to its owner, and the end of a run whose owner is dead.
 */
@NullMarked
package dev.praetor.store.control;

import org.jspecify.annotations.NullMarked;
