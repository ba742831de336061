package dev.praetor.store.variable;

import java.time.Instant;

/**
 * A variable. Immutable.
 *
 * @param version the number of times that it was set
 * @param setBy the person or the key that set it last; empty if that is not known
 */
public record StoredVariable(
    String project,
    String name,
    String value,
    int version,
    Instant created,
    Instant set,
    String setBy) {}
