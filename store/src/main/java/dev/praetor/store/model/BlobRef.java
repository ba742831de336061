package dev.praetor.store.model;

import java.nio.charset.StandardCharsets;

/**
 * A reference to a large value, which is stored outside its row.
 *
 * @param hash the SHA-256 of the value's bytes, in hexadecimal
 * @param size the number of bytes of the value's JSON
 */
public record BlobRef(String hash, long size) {
  /** Creates the reference to a value by its hash and its text. */
  public static BlobRef of(String hash, String text) {
    return new BlobRef(hash, text.getBytes(StandardCharsets.UTF_8).length);
  }
}
