/**
 * The write path: from a batch of the journal to rows. One thread writes; it commits all waiting
 * jobs in one transaction and confirms them afterwards.
 *
 * <p>This package also keeps two processes from writing one run: {@code RunTable} claims a run by
 * raising its epoch, and each transaction begins with an update that names the epoch of the owner,
 * so that the rows of an earlier owner are refused. {@code OwnedRuns} knows the runs of this
 * process.
 *
 * <p>An owner keeps its runs by a heartbeat. {@code OwnerWatch} finds out whether the heartbeat of
 * another process stands still, {@code Lease} whether that of this process is so recent that nobody
 * can have claimed its runs. {@code JobWriter} tells writes that may succeed later from writes that
 * never do, and finds the rows that are guilty.
 *
 * <p>A new table that is written with a run gets its class here. The package knows the tables of
 * runs and task runs, and no other part of the store; a journal notifies the other parts through
 * {@link dev.praetor.store.write.JournalListener}.
 */
@NullMarked
package dev.praetor.store.write;

import org.jspecify.annotations.NullMarked;
