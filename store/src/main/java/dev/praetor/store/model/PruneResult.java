package dev.praetor.store.model;

import dev.praetor.RunId;
import java.util.List;

/**
 * The runs that were deleted, or would be.
 *
 * @param runs the runs, those within others too
 * @param blobs how many large values went that nobody else needs; those used within the last hour
 *     go later
 */
public record PruneResult(List<RunId> runs, long blobs) {
  public PruneResult {
    runs = List.copyOf(runs);
  }
}
