package dev.praetor.bench;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * One measurement with its floor.
 *
 * @param elements how many task runs it makes
 * @param floor the same work done barely; gives nanoseconds
 * @param praetor gives nanoseconds
 * @param goal what the ratio of the rates should reach: Praetor's to the floor's
 */
record Scenario(String name, int elements, LongSupplier floor, LongSupplier praetor, double goal) {

  /** What came of it, medians over rounds. */
  record Result(
      String name, int elements, long floorNanos, long praetorNanos, double ratio, double goal) {
    double perSecond() {
      return elements * 1e9 / praetorNanos;
    }

    double floorPerSecond() {
      return elements * 1e9 / floorNanos;
    }
  }

  /** Runs both for so long, so that the compiler has seen them. */
  void warmUp(Duration longEnough) {
    long end = System.nanoTime() + longEnough.toNanos();
    while (System.nanoTime() < end) {
      var _ = floor.getAsLong();
      var _ = praetor.getAsLong();
    }
  }

  /** Measures in turns, floor and Praetor, so that a noisy machine is noisy to both. */
  Result measure(int rounds) {
    long[] bare = new long[rounds];
    long[] full = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      bare[i] = floor.getAsLong();
      full[i] = praetor.getAsLong();
    }
    long floorNanos = median(bare);
    long praetorNanos = median(full);
    return new Result(
        name, elements, floorNanos, praetorNanos, (double) floorNanos / praetorNanos, goal);
  }

  private static long median(long[] values) {
    long[] sorted = values.clone();
    java.util.Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
