/**
 * Metrics in the text form of Prometheus. What is counted elsewhere is asked for here when metrics
 * are read; nothing is measured for its own sake.
 */
@NullMarked
package dev.praetor.server.metrics;

import org.jspecify.annotations.NullMarked;
