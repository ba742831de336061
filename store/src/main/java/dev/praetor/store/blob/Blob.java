package dev.praetor.store.blob;

import dev.praetor.store.model.BlobRef;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A large value that is stored under the hash of its bytes. Immutable. */
public final class Blob {
  private final byte[] bytes;
  private final BlobRef ref;

  /** Creates a blob of these bytes, which must not be changed afterwards. */
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
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
