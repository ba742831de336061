/**
 * The values that the store takes and returns: recorded runs, task runs and log lines, filters,
 * orders, options, and the error it throws. These are records without behaviour of their own; SQL
 * does not belong here.
 */
@NullMarked
package dev.praetor.store.model;

import org.jspecify.annotations.NullMarked;
