/**
 * Measures: one JMH class a question, and a harness for the whole system. Every number stands
 * beside a floor taken in the same run. Nothing here is a test, and nothing else depends on it.
 */
@NullMarked
package dev.praetor.bench;

import org.jspecify.annotations.NullMarked;
