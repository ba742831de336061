package dev.praetor.engine.spec;

import dev.praetor.engine.graph.Edge;

/** An edge between two nodes, identified by their names. */
public record EdgeDescription(String from, String to, Edge.Kind kind, boolean mapped) {}
