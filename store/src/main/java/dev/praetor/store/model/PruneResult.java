package dev.praetor.store.model;

import dev.praetor.RunId;
import java.util.List;

/**
 * The result of pruning: the runs that were deleted, or for a dry run, would be deleted.
 *
 * @param runs the ids of the runs, including the runs within them
 * @param blobs the number of large values that were deleted because no run needs them any more;
 *     values used within the last hour are deleted later
 */
public record PruneResult(List<RunId> runs, long blobs) {
  public PruneResult {
    runs = List.copyOf(runs);
  }
}
