package dev.praetor.store.db;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts how long something takes, in buckets, at the cost of a few nanoseconds. Thread-safe. */
public final class Durations {
  /** The largest duration of each bucket in seconds; one more bucket has what took longer. */
  public static final List<Double> BOUNDS = List.of(0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0);

  private static final double NANOS = 1e9;
  private final List<LongAdder> counts =
      Collections.unmodifiableList(
          Stream.generate(LongAdder::new).limit(BOUNDS.size() + 1L).toList());
  private final LongAdder nanos = new LongAdder();

  /**
   * The durations so far.
   *
   * @param counts the number in each bucket
   * @param seconds their sum
   */
  public record Counted(List<Long> counts, double seconds) {
    public Counted {
      counts = List.copyOf(counts);
    }
  }

  /** Counts the time since a moment of {@link System#nanoTime}. */
  public void since(long began) {
    long took = System.nanoTime() - began;
    int bucket = 0;
    while (bucket < BOUNDS.size() && took / NANOS > BOUNDS.get(bucket)) {
      bucket++;
    }
    counts.get(bucket).increment();
    nanos.add(took);
  }

  /** Returns the durations so far. */
  public Counted counted() {
    List<Long> all = new ArrayList<>();
    counts.forEach(count -> all.add(count.sum()));
    return new Counted(all, nanos.sum() / NANOS);
  }
}
