/**
 * Cached results: the keys by which task runs share a result, and the places where entries are
 * kept. Internal.
 */
@NullMarked
package dev.praetor.engine.cache;

import org.jspecify.annotations.NullMarked;
