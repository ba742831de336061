/**
 * The slots of limited tags, which the attempts of all processes share: how a process takes them,
 * notices that they are free, frees those of processes that ended, and explains who waits for whom.
 * Rows are written by {@code store.write}.
 */
@NullMarked
package dev.praetor.store.slot;

import org.jspecify.annotations.NullMarked;
