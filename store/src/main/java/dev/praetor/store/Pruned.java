package dev.praetor.store;

import dev.praetor.RunId;
import java.util.List;

/**
 * What was deleted, or would be.
 *
 * @param runs the runs, those within others too
 * @param blobs how many large values went that nobody else needs; 0 where nothing was deleted
 */
public record Pruned(List<RunId> runs, long blobs) {
  public Pruned {
    runs = List.copyOf(runs);
  }
}
