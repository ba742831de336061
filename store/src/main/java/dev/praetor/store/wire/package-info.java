/**
 * The messages between a server and a runner that has no database: jobs for the writer, which the
 * runner sends, and records of runs, which it reads. Each class here both writes a kind of message
 * and reads it, so that the two sides agree. What is read may have been written by anybody: it is
 * checked whole, and refused with a sentence that names the member, before anything is done.
 *
 * <p>{@code ReceivedWrites} passes what has been read to the writer of the store that is open on
 * behalf of the runner. How messages are sent, and to whom, does not belong here.
 */
@NullMarked
package dev.praetor.store.wire;

import org.jspecify.annotations.NullMarked;
