/**
 * Cached results in the store, and the claims with which one of several processes computes an
 * exclusive one.
 */
@NullMarked
package dev.praetor.store.cache;

import org.jspecify.annotations.NullMarked;
