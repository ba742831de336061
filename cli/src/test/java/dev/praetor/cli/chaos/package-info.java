/**
 * Servers, workers and runners that are killed at random while flows run, and checks against
 * ledgers outside of the store.
 */
@NullMarked
package dev.praetor.cli.chaos;

import org.jspecify.annotations.NullMarked;
