package dev.praetor.store.blob;

import dev.praetor.store.model.BlobRef;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A value of some size that is to be kept, by the hash of its bytes. Immutable. */
public final class Blob {
  private final byte[] bytes;
  private final BlobRef ref;

  /** Takes the bytes, which must not change any more. */
  public Blob(byte[] bytes) {
    this.bytes = bytes;
    this.ref = new BlobRef(hash(bytes), bytes.length);
  }

  public BlobRef ref() {
    return ref;
  }

  public byte[] bytes() {
    return bytes;
  }

  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("a JDK without SHA-256", e);
    }
  }
}
