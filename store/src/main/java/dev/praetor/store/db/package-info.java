/**
 * The two databases, and the basis for SQL on both: connections, migrations, locks, the binding of
 * values, the columns for times and texts. This package knows no table except the table of
 * processes.
 */
@NullMarked
package dev.praetor.store.db;

import org.jspecify.annotations.NullMarked;
