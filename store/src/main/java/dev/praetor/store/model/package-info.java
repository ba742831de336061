/**
 * The values that the store takes and returns: recorded runs, task runs and log lines, filters,
 * orders, options, and the error it throws. Records without behaviour of their own; no SQL.
 */
@NullMarked
package dev.praetor.store.model;

import org.jspecify.annotations.NullMarked;
