/**
 * The write path: from a batch of the journal to rows. One thread writes; it commits all waiting
 * jobs in one transaction and confirms them afterwards.
 *
 * <p>This package also keeps two processes from writing one run: {@code RunTable} claims a run by
 * raising its epoch, and each transaction begins with an update that names the epoch of the owner,
 * so that the rows of an earlier owner are refused. {@code OwnedRuns} knows the runs of this
 * process.
 *
 * <p>A new table that is written with a run gets its class here. The package knows the tables of
 * runs and task runs, and no other part of the store; a journal notifies the other parts through
 * {@link dev.praetor.store.write.JournalListener}.
 */
@NullMarked
package dev.praetor.store.write;

import org.jspecify.annotations.NullMarked;
