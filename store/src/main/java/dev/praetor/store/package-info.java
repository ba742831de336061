/**
 * What lasts: the journal that writes what runs come to, and the reading of it. All SQL stands
 * here, for SQLite and PostgreSQL alike, each statement beside the method that runs it. What
 * decides how a run goes on does not belong here, nor anything that speaks HTTP.
 */
@NullMarked
package dev.praetor.store;

import org.jspecify.annotations.NullMarked;
