/**
 * Results that later runs may take over: what makes two runs the same, and where entries are kept.
 * Internal.
 */
@NullMarked
package dev.praetor.engine.cache;

import org.jspecify.annotations.NullMarked;
