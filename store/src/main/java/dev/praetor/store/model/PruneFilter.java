package dev.praetor.store.model;

import java.time.Instant;
import java.util.Optional;

/**
 * A choice of ended runs that are deleted together. Runs within others go with them. Immutable;
 * each {@code with…} gives another.
 *
 * @param endedBefore only those that ended earlier than this
 * @param flow only those of this flow
 * @param keepLatest how many of each flow are kept all the same, the newest of those that ended
 * @param dryRun whether it is only told which ones would go
 */
public record PruneFilter(
    Optional<Instant> endedBefore, Optional<String> flow, int keepLatest, boolean dryRun) {
  public PruneFilter {
    if (keepLatest < 0) {
      throw new IllegalArgumentException("0 runs or more can be kept, not " + keepLatest);
    }
  }

  /** All that have ended. */
  public static PruneFilter all() {
    return new PruneFilter(Optional.empty(), Optional.empty(), 0, false);
  }

  public PruneFilter withEndedBefore(Instant time) {
    return new PruneFilter(Optional.of(time), flow, keepLatest, dryRun);
  }

  public PruneFilter withFlow(String name) {
    return new PruneFilter(endedBefore, Optional.of(name), keepLatest, dryRun);
  }

  public PruneFilter withKeepLatest(int runs) {
    return new PruneFilter(endedBefore, flow, runs, dryRun);
  }

  public PruneFilter withDryRun() {
    return new PruneFilter(endedBefore, flow, keepLatest, true);
  }
}
