package dev.praetor.bench;

import java.time.Duration;
import java.util.Arrays;

/**
 * A measurement with its floor.
 *
 * @param elements the number of task runs it makes
 * @param floor the same work with the least overhead
 */
record Scenario(String name, int elements, Work floor, Work praetor, Goal goal) {

  /** Work that is timed, and may fail. */
  interface Work {
    void run() throws Exception;
  }

  /**
   * The result: medians over rounds.
   *
   * @param bestRatio the ratio of the fastest round of each, which a busy machine disturbs least
   */
  record Result(
      String name, int elements, long floorNanos, long praetorNanos, double bestRatio, Goal goal) {
    double perSecond() {
      return elements * 1e9 / praetorNanos;
    }

    double floorPerSecond() {
      return elements * 1e9 / floorNanos;
    }

    /** Returns the ratio of Praetor's rate to the floor's. */
    double ratio() {
      return (double) floorNanos / praetorNanos;
    }

    double millis() {
      return praetorNanos / 1e6;
    }

    @Override
    public String toString() {
      String figures =
          "%-52s %,10.0f/s  floor %,10.0f/s  ratio %.3f (best %.3f)  %,9.1f ms"
              .formatted(name, perSecond(), floorPerSecond(), ratio(), bestRatio, millis());
      return switch (goal) {
        case Goal.Ratio it ->
            figures + "  goal %.3f%s".formatted(it.least(), missed(ratio() >= it.least()));
        case Goal.Within it ->
            figures
                + "  goal %d ms%s"
                    .formatted(it.most().toMillis(), missed(praetorNanos <= it.most().toNanos()));
        case Goal.None _ -> figures;
      };
    }

    private static String missed(boolean met) {
      return met ? "" : ", missed";
    }
  }

  /** Runs floor and Praetor for a while, so that the compiler has compiled both. */
  void warmUp(Duration atLeast) {
    long end = System.nanoTime() + atLeast.toNanos();
    while (System.nanoTime() < end) {
      nanos(floor);
      nanos(praetor);
    }
  }

  /** Measures floor and Praetor in turns, so that other work on the machine disturbs both. */
  Result measure(int rounds) {
    long[] bare = new long[rounds];
    long[] full = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      bare[i] = nanos(floor);
      full[i] = nanos(praetor);
    }
    Arrays.sort(bare);
    Arrays.sort(full);
    return new Result(
        name, elements, bare[rounds / 2], full[rounds / 2], (double) bare[0] / full[0], goal);
  }

  static long nanos(Work work) {
    long began = System.nanoTime();
    try {
      work.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return System.nanoTime() - began;
  }
}
