package dev.praetor.bench.server;

import dev.praetor.bench.Figure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The times that something took, each measured in turns with its floor. Immutable. */
final class Sample {
  private static final int FEWEST = 10;
  private final double[] took;
  private final double[] least;

  private Sample(long[] took, long[] least) {
    this.took = sorted(took);
    this.least = sorted(least);
  }

  /** Something that is done again and again, and returns the nanoseconds that it took. */
  interface Timed {
    long nanos() throws Exception;
  }

  /** Does something and its floor in turns, after some times that do not count. */
  static Sample of(int warmUp, int times, Timed timed, Timed floor) throws Exception {
    for (int i = 0; i < warmUp; i++) {
      long _ = floor.nanos();
      long _ = timed.nanos();
    }
    long[] took = new long[times];
    long[] least = new long[times];
    for (int i = 0; i < times; i++) {
      least[i] = floor.nanos();
      took[i] = timed.nanos();
    }
    return new Sample(took, least);
  }

  /**
   * Does something and its floor in turns: fewer times, but at least ten, if it takes longer than a
   * time. As long or as often as a fifth of that, it does not count.
   */
  static Sample within(Duration longest, int times, Timed timed, Timed floor) throws Exception {
    long warm = System.nanoTime() + longest.toNanos() / 5;
    for (int i = 0; i < times / 5 && System.nanoTime() < warm; i++) {
      long _ = floor.nanos();
      long _ = timed.nanos();
    }
    long[] took = new long[times];
    long[] least = new long[times];
    long end = System.nanoTime() + longest.toNanos();
    int done = 0;
    while (done < times && (done < FEWEST || System.nanoTime() < end)) {
      least[done] = floor.nanos();
      took[done] = timed.nanos();
      done++;
    }
    return new Sample(Arrays.copyOf(took, done), Arrays.copyOf(least, done));
  }

  private static double[] sorted(long[] nanos) {
    return Arrays.stream(nanos).sorted().mapToDouble(each -> each / 1e6).toArray();
  }

  private static double at(double[] sorted, double part) {
    return sorted[(int) Math.ceil(part * sorted.length) - 1];
  }

  /** Returns the median in milliseconds. */
  double median() {
    return at(took, 0.5);
  }

  /** Returns the median of the floor in milliseconds. */
  double medianOfFloor() {
    return at(least, 0.5);
  }

  /** Returns the median and the 99th percentile with their goals, in milliseconds. */
  List<Figure.Part> percentiles(double goalOfMedian, double goal) {
    return List.of(
        Figure.Part.atMost("p50", at(took, 0.5), goalOfMedian).over(at(least, 0.5)),
        Figure.Part.atMost("p99", at(took, 0.99), goal).over(at(least, 0.99)));
  }

  /** Returns the median without a goal, and the 99th percentile with one, in milliseconds. */
  List<Figure.Part> percentiles(double goal) {
    return List.of(
        Figure.Part.of("p50", at(took, 0.5)).over(at(least, 0.5)),
        Figure.Part.atMost("p99", at(took, 0.99), goal).over(at(least, 0.99)));
  }

  /**
   * Returns the median, the 99th percentile, and what the median is more than that of the floor.
   */
  List<Figure.Part> beside(double goal) {
    return List.of(
        Figure.Part.of("p50", at(took, 0.5)).over(at(least, 0.5)),
        Figure.Part.of("p99", at(took, 0.99)).over(at(least, 0.99)),
        Figure.Part.atMost("more", at(took, 0.5) - at(least, 0.5), goal));
  }
}
