/**
 * Pictures of flows: Mermaid, Graphviz, SVG. Internal; authors get them from {@code Flow.draw()}.
 */
@NullMarked
package dev.praetor.engine.draw;

import org.jspecify.annotations.NullMarked;
