/**
 * The write path: from a batch of the journal to rows. One thread writes; it commits what waits in
 * one transaction and confirms afterwards. A new table written with a run gets its class here. It
 * knows the tables of runs and task runs, and no other part of the store; what a journal has to
 * tell those goes through {@link dev.praetor.store.write.JournalListener}.
 */
@NullMarked
package dev.praetor.store.write;

import org.jspecify.annotations.NullMarked;
