/**
 * Questions about many task runs, answered from their columns: the conditions of which columns tell
 * whether they hold, and the scan that reads the columns of all runs, and row by row the few task
 * runs that have none yet. Where it is not the way, the database answers by itself.
 */
@NullMarked
package dev.praetor.store.query.scan;

import org.jspecify.annotations.NullMarked;
