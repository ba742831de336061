package dev.praetor.store.blob;

import dev.praetor.store.model.BlobRef;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A large value that is stored under the hash of its bytes. Immutable. */
public final class Blob {
  private final byte @Nullable [] bytes;
  private final BlobRef ref;

  /** Creates a blob of these bytes, which must not be changed afterwards. */
  public Blob(byte[] bytes) {
    this.bytes = bytes;
    this.ref = new BlobRef(hash(bytes), bytes.length);
  }

  private Blob(BlobRef ref) {
    this.bytes = null;
    this.ref = ref;
  }

  /** Returns a blob that was stored before, and whose bytes are not needed to keep it. */
  public static Blob stored(BlobRef ref) {
    return new Blob(ref);
  }

  /** Returns whether this blob was stored before. */
  public boolean isStored() {
    return bytes == null;
  }

  public BlobRef ref() {
    return ref;
  }

  public byte[] bytes() {
    return Objects.requireNonNull(bytes, "the bytes of a blob that was stored before");
  }

  static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
