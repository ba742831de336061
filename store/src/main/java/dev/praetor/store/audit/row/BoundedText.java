package dev.praetor.store.audit.row;

import dev.praetor.store.db.StorableText;

/** Texts that fit into a row; what is cut off is said. */
final class BoundedText {
  private BoundedText() {}

  static String of(String text, int most) {
    String plain = StorableText.plain(text);
    if (plain.length() <= most) {
      return plain;
    }
    String end = " … (%,d characters)".formatted(plain.length());
    return StorableText.plain(plain.substring(0, Math.max(0, most - end.length()))) + end;
  }
}
