/** Tests of runs that are killed at random moments, and of the records that remain of them. */
@NullMarked
package dev.praetor.store.chaos;

import org.jspecify.annotations.NullMarked;
