package dev.praetor.store;

import java.time.Instant;

/** A line that was logged in a task run. */
public record StoredLog(
    long id,
    String node,
    int index,
    int attempt,
    Instant time,
    String level,
    String logger,
    String text) {}
