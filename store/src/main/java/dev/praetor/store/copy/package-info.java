/**
 * A whole store, copied into an empty one: for a backup, or to move from one database to the other.
 * The package reads and writes all tables as they are, and knows nothing of their meaning but the
 * lives of processes.
 */
@NullMarked
package dev.praetor.store.copy;

import org.jspecify.annotations.NullMarked;
