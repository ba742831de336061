package dev.praetor.store.db;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Makes keys that every database can index, of texts of any length: PostgreSQL refuses to index a
 * text of some thousand bytes.
 */
public final class IndexKey {
  private static final int LONGEST = 250;

  private IndexKey() {}

  /** Returns the text itself if it is short and can be stored, and otherwise its hash. */
  public static String of(String text) {
    return text.length() <= LONGEST && StorableText.plain(text).equals(text)
        ? text
        : "sha256:" + hash(text);
  }

  private static String hash(String text) {
    try {
      // UTF-16 keeps texts apart that differ only in characters that no database stores.
      byte[] bytes = text.getBytes(StandardCharsets.UTF_16BE);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }
}
