package dev.praetor.store.model;

import java.time.Instant;

/**
 * A line that was logged in a task run.
 *
 * @param id grows from line to line of a run
 * @param index of the child; -1 for a node that is not mapped, or a line about a node as a whole
 * @param attempt from 1; 0 for a line that the store wrote itself
 */
public record StoredLog(
    long id,
    String node,
    int index,
    int attempt,
    Instant time,
    String level,
    String logger,
    String text) {}
