/**
 * The write path: from a batch of the journal to rows. One thread writes; it commits all waiting
 * jobs in one transaction and confirms them afterwards. While none waits, the thread of a run may
 * write a small batch in its place, under the same lock.
 *
 * <p>A new run enters here: whether it starts, waits or does not take place is decided in the
 * transaction that writes its first row. {@code AdmissionTable} decides by key and by the limit of
 * its flow ({@code FlowLimit}), {@code DueTable} before that about a run that is due by a schedule,
 * with {@code OverlapDecision}; {@code CallersTransaction} does the same in the transaction of an
 * application. Slots of limited tags are taken and freed with the rows of attempts ({@code
 * SlotTable}). Runs that wait already are claimed in {@code store.queue}.
 *
 * <p>This package also keeps two processes from writing one run: {@code RunTable} claims a run by
 * raising its epoch, and each transaction begins with an update that names the epoch of the owner,
 * so that the rows of an earlier owner are refused. {@code SingleRows} writes a single row by one
 * statement that names the epoch itself. {@code OwnedRuns} knows the runs of this process.
 *
 * <p>An owner keeps its runs by a heartbeat. {@code OwnerWatch} finds out whether the heartbeat of
 * another process stands still, {@code Lease} whether that of this process is so recent that nobody
 * can have claimed its runs. {@code JobWriter} tells writes that may succeed later from writes that
 * never do, and finds the rows that are guilty; {@code PatientWriter} retries.
 *
 * <p>A new table that is written with a run gets its class here. The package knows only the tables
 * that are written with runs; a journal notifies the other parts of the store through {@link
 * dev.praetor.store.write.JournalListener}.
 */
@NullMarked
package dev.praetor.store.write;

import org.jspecify.annotations.NullMarked;
