package dev.praetor.store.model;

import java.time.Instant;

/**
 * A log line of a task run.
 *
 * @param id the id of the line, which grows from line to line of a run
 * @param index the index of the child; -1 for a node that is not mapped, or a line about a node as
 *     a whole
 * @param attempt the number of the attempt, from 1; 0 for a line that the store wrote itself
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
