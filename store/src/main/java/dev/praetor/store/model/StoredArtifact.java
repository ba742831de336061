package dev.praetor.store.model;

import java.time.Instant;

/**
 * An artifact that a task run published.
 *
 * @param index the index of the child; -1 for a node that is not mapped
 * @param attempt the number of the attempt, from 1
 * @param size the number of characters of the content
 */
public record StoredArtifact(
    String node, int index, String name, int attempt, Instant time, long size) {}
