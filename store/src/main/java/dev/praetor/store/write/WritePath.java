package dev.praetor.store.write;

/**
 * The parts that all journals of an open store write through.
 *
 * @param largestResult how many bytes of JSON a result may have
 */
public record WritePath(JournalWriter writer, OwnedRuns owned, long largestResult) {}
