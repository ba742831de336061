package dev.praetor.store.model;

import dev.praetor.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A filter for ended runs to delete. Runs within a deleted run are deleted too. Immutable; each
 * {@code with…} method returns a changed copy.
 *
 * @param endedBefore the time before which the runs ended; absent for any time
 * @param flow the name of the flow whose runs are deleted; absent for all flows
 * @param keepLatest the number of the newest ended runs of each flow that are always kept, 0 or
 *     more
 * @param dryRun true if the runs are only listed and not deleted
 * @param most the largest number of runs, those first that ended first, not counting the runs
 *     within them
 */
public record PruneFilter(
    Optional<Instant> endedBefore,
    Optional<String> flow,
    int keepLatest,
    boolean dryRun,
    int most) {
  public PruneFilter {
    if (keepLatest < 0) {
      throw new IllegalArgumentException(
          "the number of runs to keep must be 0 or more, not " + keepLatest);
    }
  }

  /**
   * The result of pruning: the runs that were deleted, or for a dry run, would be deleted.
   *
   * @param runs the ids of the runs, including the runs within them
   * @param blobs the number of large values that were deleted because no run needs them any more;
   *     values used within the last hour are deleted later
   */
  public record Pruned(List<RunId> runs, long blobs) {
    public Pruned {
      runs = List.copyOf(runs);
    }
  }

  /** Returns a filter for all ended runs. */
  public static PruneFilter all() {
    return new PruneFilter(Optional.empty(), Optional.empty(), 0, false, Integer.MAX_VALUE);
  }

  public PruneFilter withEndedBefore(Instant time) {
    return new PruneFilter(Optional.of(time), flow, keepLatest, dryRun, most);
  }

  public PruneFilter withFlow(String name) {
    return new PruneFilter(endedBefore, Optional.of(name), keepLatest, dryRun, most);
  }

  public PruneFilter withKeepLatest(int runs) {
    return new PruneFilter(endedBefore, flow, runs, dryRun, most);
  }

  public PruneFilter withDryRun() {
    return new PruneFilter(endedBefore, flow, keepLatest, true, most);
  }

  public PruneFilter withMost(int runs) {
    return new PruneFilter(endedBefore, flow, keepLatest, dryRun, runs);
  }
}
