package dev.praetor.store.model;

import java.time.Instant;

/**
 * The progress that a task run reported last.
 *
 * @param index the index of the child; -1 for a node that is not mapped
 * @param part the completed part, from 0 to 1
 */
public record StoredProgress(String node, int index, Instant time, double part, String message) {}
