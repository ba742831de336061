package dev.praetor.store.query.row;

import dev.praetor.store.history.ShortText;

/** Describes rows that cannot be read. */
final class DamagedRow {
  private DamagedRow() {}

  static String message(RuntimeException why) {
    return "its record is damaged: " + ShortText.firstLine(String.valueOf(why.getMessage()));
  }
}
