/** Values too large for a row: files beside an SQLite database, rows in PostgreSQL, by SHA-256. */
@NullMarked
package dev.praetor.store.blob;

import org.jspecify.annotations.NullMarked;
