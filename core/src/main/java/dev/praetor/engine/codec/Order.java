package dev.praetor.engine.codec;

import java.util.Collections;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** The orders of sorted sets and maps that have names. */
enum Order {
  NATURAL,
  REVERSE,
  CASE_INSENSITIVE;

  /**
   * Returns the order that a comparator makes.
   *
   * @throws NotCarried if it is a comparator of an author, which is code
   */
  static Order of(@Nullable Comparator<?> comparator) throws NotCarried {
    if (comparator == null || comparator.equals(Comparator.naturalOrder())) {
      return NATURAL;
    }
    if (comparator.equals(Collections.reverseOrder())) {
      return REVERSE;
    }
    if (comparator.equals(String.CASE_INSENSITIVE_ORDER)) {
      return CASE_INSENSITIVE;
    }
    throw new NotCarried(
        "a sorted collection has a comparator of its own, which is code; use the natural order, or"
            + " return a List");
  }

  static Order named(String name) throws NotCarried {
    for (Order order : values()) {
      if (order.name().equals(name)) {
        return order;
      }
    }
    throw new NotCarried("there is no order " + Texts.shortened(name));
  }

  /** Returns the comparator; null for the natural order. */
  @SuppressWarnings("unchecked")
  @Nullable Comparator<@Nullable Object> comparator() {
    Comparator<?> found =
        switch (this) {
          case NATURAL -> null;
          case REVERSE -> Collections.reverseOrder();
          case CASE_INSENSITIVE -> String.CASE_INSENSITIVE_ORDER;
        };
    return (Comparator<@Nullable Object>) found;
  }
}
