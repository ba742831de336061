/**
 * The two databases, and the basis for SQL on both: connections, the binding of values, the columns
 * for times and texts, the lock with which several processes write an SQLite file in turns ({@code
 * WriterLock}), and the identity of a process with its signs of life ({@code ProcessRow}). {@code
 * Schema} migrates the tables: the migrations are in {@code sqlite} and {@code postgresql} below
 * the resources of this module, and {@code Schema} names the newest.
 *
 * <p>This package knows no table except the table of processes. Who owns a run is decided in {@code
 * store.write}.
 */
@NullMarked
package dev.praetor.store.db;

import org.jspecify.annotations.NullMarked;
