package dev.praetor.store.query.aggregate;

/** An order of groups by one of their numbers; groups without the number come last. */
public record GroupOrder(GroupValue by, boolean descending) {}
