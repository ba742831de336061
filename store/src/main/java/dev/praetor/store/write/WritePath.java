package dev.praetor.store.write;

import dev.praetor.store.blob.Blobs;
import java.util.Optional;

/**
 * The parts through which all journals of an open store write.
 *
 * @param blobs the store of the values that the writer has written
 * @param largestResult the largest size of a result in bytes of JSON
 * @param code the SHA-256 of the registered package whose code this process runs, if it has one
 */
public record WritePath(
    JournalWriter writer,
    OwnedRuns owned,
    Blobs blobs,
    long largestResult,
    Optional<String> code) {}
