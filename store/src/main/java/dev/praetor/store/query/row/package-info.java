/**
 * The entities of lists as they stand in their tables, without results, failures and histories:
 * values for callers, and their reading from rows. Nothing here knows conditions, orders or pages.
 */
@NullMarked
package dev.praetor.store.query.row;

import org.jspecify.annotations.NullMarked;
