/**
 * The durable store: {@link dev.praetor.store.RunStore} opens a store, assembles its parts, and is
 * the only entry point to it.
 *
 * <p>All records of a run and all queries about it go through that class. The values it takes and
 * returns are in {@code store.model}; each of its parts has a package of its own, and questions
 * about recorded runs are answered in {@code store.history}. Dependencies between the packages go
 * in one direction only: model, db, blob, json, write, history, then cache, log, control and
 * retention, and finally this package. Decisions about how a run proceeds do not belong in this
 * module, and neither does anything that speaks HTTP or knows the command line.
 */
@NullMarked
package dev.praetor.store;

import org.jspecify.annotations.NullMarked;
