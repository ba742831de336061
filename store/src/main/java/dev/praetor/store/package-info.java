/**
 * The durable store: {@link dev.praetor.store.RunStore} opens a store, assembles its parts, and is
 * the only entry point to it.
 *
 * <p>All records of a run and all queries about it go through that class. The values it takes and
 * returns are in {@code store.model}; each of its parts has a package of its own, and questions
 * about recorded runs are answered in {@code store.history}. A package may use only packages that
 * stand before it in this list: model, db, blob, json, write, history, then cache, log, control and
 * retention, and finally this package. A table that is not written with a run, such as one of
 * schedules or secrets, gets a package of its own beside cache and log.
 *
 * <p>Of core, the store uses the API, the journal and the descriptions and records of runs, never
 * {@code engine.loop} or {@code engine.local}. Decisions about how a run proceeds do not belong in
 * this module, and neither does anything that speaks HTTP or knows the command line.
 */
@NullMarked
package dev.praetor.store;

import org.jspecify.annotations.NullMarked;
