/**
 * The two databases and what SQL needs on both: connections, migrations, locks, the binding of
 * values, the columns for times and texts. Knows no table but the one of processes.
 */
@NullMarked
package dev.praetor.store.db;

import org.jspecify.annotations.NullMarked;
