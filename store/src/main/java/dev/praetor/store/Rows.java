package dev.praetor.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one batch of a run writes: masked, encoded, and immutable.
 *
 * @param flow the run's own row, if that changed
 */
record Rows(
    String run, long sequence, List<Task> tasks, List<Count> counts, @Nullable FlowRow flow) {
  /** One task run. */
  record Task(
      Key key,
      long sequence,
      String state,
      String message,
      String label,
      int attempts,
      @Nullable Long started,
      @Nullable Long ended,
      String history,
      JsonValues.Kept value,
      @Nullable String failure) {}

  record Key(String run, String node, int index) {}

  /** How many children of a mapped node are in a state. */
  record Count(CountKey key, long sequence, int n) {}

  record CountKey(String run, String node, String state) {}

  /** The state of a run itself. */
  record FlowRow(
      String run,
      long sequence,
      String state,
      String message,
      @Nullable Long started,
      @Nullable Long ended,
      String history) {}

  /** The row with which a run begins. */
  record BeginRow(
      String run,
      String flow,
      @Nullable String version,
      String name,
      String parameters,
      @Nullable String parent,
      long created,
      long scheduled,
      String history) {}
}
