package dev.praetor.engine.secret;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Texts of which many are equal, such as the stack traces of children that fail at one line: an
 * equal text that was seen lately is returned in place of a new one, so that a hundred thousand
 * failures hold one trace. Thread-safe.
 */
final class SharedTexts {
  private static final int SLOTS = 256;
  private final AtomicReferenceArray<String> recent = new AtomicReferenceArray<>(SLOTS);

  /** Returns a text that is equal to the given one. */
  String shared(String text) {
    int hash = text.hashCode();
    int slot = (hash ^ hash >>> 16) & SLOTS - 1;
    String known = recent.get(slot);
    if (text.equals(known)) {
      return known;
    }
    recent.set(slot, text);
    return text;
  }
}
