/**
 * The write path: from a batch of the journal to rows. One thread writes; it commits all waiting
 * jobs in one transaction and confirms them afterwards. A new table that is written with a run gets
 * its class here. The package knows the tables of runs and task runs, and no other part of the
 * store; a journal notifies the other parts through {@link
 * dev.praetor.store.write.JournalListener}.
 */
@NullMarked
package dev.praetor.store.write;

import org.jspecify.annotations.NullMarked;
