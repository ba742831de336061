/** Pictures of flows. Internal; authors get at them through {@code Flow.draw()}. */
@NullMarked
package dev.praetor.engine.draw;

import org.jspecify.annotations.NullMarked;
