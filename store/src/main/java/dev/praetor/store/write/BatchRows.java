package dev.praetor.store.write;

import dev.praetor.store.blob.Blob;
import dev.praetor.store.json.LoopJson;
import dev.praetor.store.json.StoredValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one batch of a run: masked, encoded, and immutable.
 *
 * @param epoch the owner of the run by which it was made
 * @param sequence grows with every batch, and with every owner
 * @param flow the run's own row, if that changed
 */
record BatchRows(
    String run,
    int epoch,
    long sequence,
    List<Task> tasks,
    List<Count> counts,
    @Nullable FlowRow flow) {
  private static final int BATCHES = 40;

  /** The place of a batch among all of a run; those of a later owner come last. */
  static long sequence(int epoch, long batch) {
    return ((long) epoch << BATCHES) | batch;
  }

  /**
   * The row of a task run. Absent are a label that is the index or the node's name, and times that
   * have not come.
   *
   * @param more what only some have
   */
  record Task(
      String node,
      int index,
      String state,
      @Nullable String label,
      Progress progress,
      StoredValue value,
      @Nullable Details more) {
    /** Tells whether it has only the columns that every row has. */
    boolean isPlain() {
      return more == null && label == null && value.blob() == null && value.note() == null;
    }
  }

  record Progress(int attempts, long created, @Nullable Long started, @Nullable Long ended) {}

  record Details(
      String message,
      @Nullable String history,
      @Nullable String failure,
      LoopJson.@Nullable Encoded loop) {}

  /** The number of children of a mapped node in a state. */
  record Count(String node, String state, int n) {}

  /** The state of a run itself. */
  record FlowRow(
      String state, String message, @Nullable Long started, @Nullable Long ended, String history) {}

  /** The row with which a run begins. */
  record BeginRow(
      String run,
      Definition definition,
      Lineage lineage,
      long created,
      long scheduled,
      String history) {}

  /** The flow that is run, and what it was given. */
  record Definition(String flow, @Nullable String version, String name, String parameters) {}

  /** The code and the runs a run comes from. */
  record Lineage(
      String origin,
      @Nullable String parent,
      @Nullable String parentTask,
      @Nullable String restartOf) {}

  /** The blobs its rows refer to. */
  List<Blob> blobs() {
    List<Blob> blobs = new ArrayList<>();
    for (Task task : tasks) {
      if (!task.isPlain()) {
        add(task.value().blob(), blobs);
        add(task.more() == null ? null : task.more().loop(), blobs);
      }
    }
    return blobs;
  }

  private static void add(LoopJson.@Nullable Encoded loop, List<Blob> blobs) {
    add(loop == null ? null : loop.blob(), blobs);
  }

  private static void add(@Nullable Blob blob, List<Blob> blobs) {
    if (blob != null) {
      blobs.add(blob);
    }
  }
}
