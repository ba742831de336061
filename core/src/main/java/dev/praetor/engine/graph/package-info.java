/**
 * The immutable graph of a flow, and the builder that checks it. Internal. The graph knows tasks by
 * their definitions ({@code engine.task}) and knows nothing of runs.
 */
@NullMarked
package dev.praetor.engine.graph;

import org.jspecify.annotations.NullMarked;
