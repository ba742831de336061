package dev.praetor.store.blob;

import java.util.Optional;

/** Reads large values. Thread-safe. */
@FunctionalInterface
public interface BlobReader {
  /**
   * Returns the text of a blob; empty if the blob does not exist, or its content does not match the
   * hash.
   */
  Optional<String> read(String hash);
}
