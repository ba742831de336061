package dev.praetor.schedule.internal.cron;

import java.util.List;
import java.util.stream.IntStream;

/** Sets of numbers from 0 to 63 as the bits of a long. */
public final class Bits {
  private Bits() {}

  public static List<Integer> list(long bits) {
    return IntStream.range(0, Long.SIZE).filter(bit -> (bits & 1L << bit) != 0).boxed().toList();
  }

  static long range(int first, int last, int step) {
    long bits = 0;
    for (int value = first; value <= last; value += step) {
      bits |= 1L << value;
    }
    return bits;
  }
}
