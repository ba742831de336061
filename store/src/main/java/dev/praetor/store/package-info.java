/**
 * The durable store: {@link dev.praetor.store.RunStore} opens one and is the only way into it.
 *
 * <p>Everything a run records, everything that is asked about it, and the upkeep of both go through
 * that class. The values it takes and returns are in {@code store.model}; each of its parts has a
 * package of its own, which nobody else uses. What decides how a run proceeds does not belong in
 * this module, nor anything that speaks HTTP or knows the command line.
 */
@NullMarked
package dev.praetor.store;

import org.jspecify.annotations.NullMarked;
