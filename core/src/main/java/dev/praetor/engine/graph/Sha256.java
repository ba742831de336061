package dev.praetor.engine.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 hashes: of texts in UTF-8, in hexadecimal, and of bytes as they come. */
public final class Sha256 {
  private Sha256() {}

  /** Returns the hash of a text. */
  public static String of(String text) {
    return HexFormat.of().formatHex(bytes(text));
  }

  /** Returns the first half of the hash, which is enough to tell descriptions apart. */
  public static String half(String text) {
    byte[] hash = bytes(text);
    return HexFormat.of().formatHex(hash, 0, hash.length / 2);
  }

  private static byte[] bytes(String text) {
    return digest().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns a new digest of bytes. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
