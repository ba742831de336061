package dev.praetor.store.write;

import dev.praetor.store.blob.Blobs;

/**
 * The parts through which all journals of an open store write.
 *
 * @param blobs the store of the values that the writer has written
 * @param largestResult the largest size of a result in bytes of JSON
 */
public record WritePath(JournalWriter writer, OwnedRuns owned, Blobs blobs, long largestResult) {}
