/** Runs that are killed at random moments, and what is left of them. */
@NullMarked
package dev.praetor.store.chaos;

import org.jspecify.annotations.NullMarked;
