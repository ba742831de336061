package dev.praetor.store.write;

import dev.praetor.store.blob.BlobReader;
import java.util.Optional;

/**
 * The parts through which all journals of an open store write.
 *
 * @param blobs reads the large values that the writer has written
 * @param largestResult the largest size of a result in bytes of JSON
 * @param code the SHA-256 of the registered package whose code this process runs, if it has one
 */
public record WritePath(
    RunWriter writer,
    OwnedRuns owned,
    BlobReader blobs,
    long largestResult,
    Optional<String> code) {}
