/** Cached results: which two task runs are the same, and where entries are kept. Internal. */
@NullMarked
package dev.praetor.engine.cache;

import org.jspecify.annotations.NullMarked;
