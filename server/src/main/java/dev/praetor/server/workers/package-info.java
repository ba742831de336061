/**
 * Answers to workers that have no database: they introduce themselves, report what they run, wait
 * for changes and say that they end. What they have to do is decided in the store.
 */
@NullMarked
package dev.praetor.server.workers;

import org.jspecify.annotations.NullMarked;
