/**
 * The description of a flow as JSON, without its code. Internal. The graph is described in types
 * ({@code FlowDescriber} makes a {@code FlowDescription}), and these are written and read as JSON
 * ({@code FlowSpecWriter}, {@code FlowSpecReader}; sources of arguments by {@code SourceDescriber}
 * and {@code SourceJson}). The families are sealed, so a new kind of node or source does not
 * compile until it has a case in each.
 */
@NullMarked
package dev.praetor.engine.spec;

import org.jspecify.annotations.NullMarked;
