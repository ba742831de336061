package dev.praetor.engine.spec;

import dev.praetor.engine.graph.Edge;

/** A line between two nodes, by their names. */
public record EdgeDescription(String from, String to, Edge.Kind kind, boolean mapped) {}
