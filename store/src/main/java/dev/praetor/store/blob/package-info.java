/**
 * Values that are too large for a row, as files or as rows of their own. The writer keeps them,
 * readers read them, and {@code store.retention} decides which are dropped.
 */
@NullMarked
package dev.praetor.store.blob;

import org.jspecify.annotations.NullMarked;
