package dev.praetor.schedule.internal.recurrence;

import java.util.BitSet;
import java.util.List;

/**
 * A set of positions in a sequence, counted from its front, or from its end if negative: -1 is the
 * last. Immutable.
 */
public final class Positions {
  static final Positions NONE = new Positions(List.of());

  private final BitSet fromFront = new BitSet();
  private final BitSet fromEnd = new BitSet();

  private Positions(List<Integer> numbers) {
    for (int number : numbers) {
      if (number > 0) {
        fromFront.set(number);
      } else {
        fromEnd.set(-number);
      }
    }
  }

  static Positions of(List<Integer> numbers) {
    return numbers.isEmpty() ? NONE : new Positions(numbers);
  }

  public boolean isEmpty() {
    return this == NONE;
  }

  /** Returns whether the set contains a position, from 1 on, of a sequence of a length. */
  boolean contains(int position, int length) {
    return fromFront.get(position) || fromEnd.get(length - position + 1);
  }

  /** Returns whether the set contains a position, or is empty and restricts nothing. */
  boolean admits(int position, int length) {
    return isEmpty() || contains(position, length);
  }
}
