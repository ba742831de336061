package dev.praetor.store.model;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * The answer to a report of a worker. Immutable.
 *
 * @param known false if the worker is not recorded as alive, so that it has to join again
 * @param drains true if the worker is to end
 * @param needed the SHA-256 of each package whose code its runs need
 * @param isolated for each package, the number of runs that get a process of their own and have
 *     none
 * @param busy the number of runs in progress of each of its runners, by the number of the process
 * @param next the longest time until the next report
 */
public record WorkerOrders(
    boolean known,
    boolean drains,
    Set<String> needed,
    Map<String, Integer> isolated,
    Map<Long, Integer> busy,
    Duration next) {
  public WorkerOrders {
    needed = Set.copyOf(needed);
    isolated = Map.copyOf(isolated);
    busy = Map.copyOf(busy);
  }

  /** Returns whether a package has to be there. */
  public boolean needs(String code) {
    return needed.contains(code);
  }

  /** Returns whether a runner has runs in progress. */
  public boolean isBusy(long pid) {
    return busy.getOrDefault(pid, 0) > 0;
  }
}
