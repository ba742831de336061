/**
 * The immutable graph a flow is made of, and the builder that checks it. Internal. Nothing here
 * knows of a run.
 */
@NullMarked
package dev.praetor.engine.graph;

import org.jspecify.annotations.NullMarked;
