/**
 * The durable store: {@link dev.praetor.store.RunStore} assembles its parts, and is the only way to
 * open it. Its methods answer for runs; {@code StoreAreas} gives access to what a store contains
 * beside runs, each time to a class of the package that does the work.
 *
 * <p>Each part has a package of its own. The values that the parts take and return are in {@code
 * store.model}, and questions about recorded runs are answered in {@code store.history}.
 *
 * <p>A package may use only packages of the store that stand before it in this order: {@code
 * model}, {@code db}, {@code signal}, {@code blob}, {@code json}, {@code event}, {@code audit.row},
 * {@code write}, {@code history}, {@code cache}, {@code columns}, {@code log}, {@code report},
 * {@code secret}, {@code variable}, {@code schedule}, {@code project}, {@code flow}, {@code
 * worker}, {@code access}, {@code audit}, {@code query.condition}, {@code query.row}, {@code
 * query.sql}, {@code query.scan}, {@code query.aggregate}, {@code query}, {@code slot}, {@code
 * queue}, {@code control}, {@code wire}, {@code retention}, {@code copy}, and finally this package.
 * A table that is not written with a run gets a package of its own after {@code history}.
 *
 * <p>Of core, the store uses the API, the journal and the descriptions and records of runs, never
 * {@code engine.loop} or {@code engine.local}. Decisions about how a run proceeds do not belong in
 * this module, and neither does anything that speaks HTTP or names commands and options of the
 * command line.
 */
@NullMarked
package dev.praetor.store;

import org.jspecify.annotations.NullMarked;
