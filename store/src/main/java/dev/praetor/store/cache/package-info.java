/**
 * Cached results in the store, and the claims by which only one of several processes computes an
 * exclusive result.
 */
@NullMarked
package dev.praetor.store.cache;

import org.jspecify.annotations.NullMarked;
