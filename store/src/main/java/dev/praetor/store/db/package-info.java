/**
 * The two databases, and the basis for SQL on both: connections, the migrations in {@code sqlite}
 * and {@code postgresql} below the resources of this module, the lock with which several processes
 * write an SQLite file in turns ({@code WriterLock}), the identity of a process ({@code
 * ProcessRow}), the binding of values, the columns for times and texts. This package knows no table
 * except the table of processes. Who owns a run is decided in {@code store.write}.
 */
@NullMarked
package dev.praetor.store.db;

import org.jspecify.annotations.NullMarked;
