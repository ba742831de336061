/**
 * Values that are too large for a row, as files or as rows of their own. The writer stores them,
 * readers read them, and {@code store.retention} decides which values are deleted.
 */
@NullMarked
package dev.praetor.store.blob;

import org.jspecify.annotations.NullMarked;
