/**
 * Benchmarks: a JMH class for each question about methods, and a harness for the whole system.
 * Every figure has a floor measured in the same process. No other module depends on this one.
 */
@NullMarked
package dev.praetor.bench;

import org.jspecify.annotations.NullMarked;
