package dev.praetor.store.query.aggregate;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * Statistics of the numbers in a group. Durations are in seconds.
 *
 * @param n the number of entities that have a number
 * @param others the other statistics that were wanted; empty if no entity has a number
 */
public record Stats(long n, Map<Statistic, Double> others) {
  public Stats {
    others = Map.copyOf(others);
  }

  /** Returns a statistic; empty if it was not wanted, or if no entity has a number. */
  public OptionalDouble of(Statistic statistic) {
    if (statistic == Statistic.N) {
      return OptionalDouble.of((double) n);
    }
    Double value = others.get(statistic);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
