package dev.praetor.store.model;

import dev.praetor.RunId;

/**
 * The identity of a task run.
 *
 * @param index the index of the child; -1 if the task run is not a child
 */
public record TaskRunId(RunId run, String node, int index) {}
