package dev.praetor.store.query.row;

/** A flow that the store knows: it has run, or a process has served it. */
public record FlowRow(String name) {}
