/**
 * The write path: from a batch of the journal to rows. One thread writes; it commits what waits in
 * one transaction and confirms afterwards. A new table written with a run gets its class here.
 */
@NullMarked
package dev.praetor.store.write;

import org.jspecify.annotations.NullMarked;
