/**
 * The durable store: {@link dev.praetor.store.RunStore} opens one, puts its parts together, and is
 * the only way into it.
 *
 * <p>Everything a run records and everything that is asked about it goes through that class. The
 * values it takes and returns are in {@code store.model}; each of its parts has a package of its
 * own, and what people ask about recorded runs is in {@code store.history}. The packages know each
 * other in one direction only: model, db, blob, json, write, history, then cache, log, control and
 * retention, and this one last. What decides how a run proceeds does not belong in this module, nor
 * anything that speaks HTTP or knows the command line.
 */
@NullMarked
package dev.praetor.store;

import org.jspecify.annotations.NullMarked;
