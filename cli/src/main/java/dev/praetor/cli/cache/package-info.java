/**
 * The commands on cached results: {@code praetor cache list} and {@code clear}. Caching itself is
 * an option of tasks, so nothing here decides what is cached.
 */
@NullMarked
package dev.praetor.cli.cache;

import org.jspecify.annotations.NullMarked;
