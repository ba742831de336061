/**
 * The rows of the audit log, as the writer of a store adds them to the transaction of what they
 * tell of: what a target was and became, bounded JSON, and the hashes that chain the rows. Which
 * requests have rows is up to whoever binds an {@link dev.praetor.store.audit.row.OpenChange};
 * reading and checking the log belongs in {@code store.audit}.
 */
@NullMarked
package dev.praetor.store.audit.row;

import org.jspecify.annotations.NullMarked;
