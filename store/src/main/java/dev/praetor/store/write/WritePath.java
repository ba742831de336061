package dev.praetor.store.write;

/**
 * The parts through which all journals of an open store write.
 *
 * @param largestResult the largest size of a result in bytes of JSON
 */
public record WritePath(JournalWriter writer, OwnedRuns owned, long largestResult) {}
