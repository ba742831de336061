package dev.praetor.store.write;

import dev.praetor.store.blob.Blob;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.json.LoopJson;
import dev.praetor.store.json.OriginJson;
import dev.praetor.store.json.StoredValue;
import dev.praetor.store.model.RunOrigin;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one batch of a run: masked, encoded, and immutable.
 *
 * @param epoch the epoch of the owner that made the batch
 * @param sequence the number of the batch, which grows with every batch and with every owner
 * @param flow the run's own row; absent if it did not change
 * @param history parts of long histories, which are written once
 */
public record BatchRows(
    String run,
    int epoch,
    long sequence,
    List<Task> tasks,
    List<Count> counts,
    List<Elements> elements,
    @Nullable FlowRow flow,
    List<HistoryPart> history) {
  private static final int BATCH_BITS = 40;
  private static final long NUMBER = (1L << BATCH_BITS) - 1;

  /**
   * Returns the number of a batch among all batches of a run; the batches of a later owner come
   * last.
   */
  public static long sequence(int epoch, long batch) {
    return ((long) epoch << BATCH_BITS) | batch;
  }

  /** Returns the number of a batch in an epoch; 0 if it belongs to another epoch. */
  public static long numberOf(long sequence, int epoch) {
    return sequence >> BATCH_BITS == epoch ? sequence & NUMBER : 0;
  }

  /**
   * The row of a task run.
   *
   * @param label the label; absent if it is the default label
   * @param more the columns that only some rows have
   */
  public record Task(
      String node,
      int index,
      String state,
      @Nullable String label,
      Progress progress,
      StoredValue value,
      @Nullable Details more) {
    /** Returns whether the row has only the columns that every row has. */
    boolean isPlain() {
      return more == null && label == null && value.blob() == null && value.note() == null;
    }
  }

  /** The number of attempts, and the times; the start and the end are absent until they come. */
  public record Progress(
      int attempts, long created, @Nullable Long started, @Nullable Long ended) {}

  /**
   * The columns that only some rows have.
   *
   * @param earlier the number of the oldest states that are in parts of the history
   * @param history the states after them
   */
  public record Details(
      String message,
      int earlier,
      @Nullable String history,
      @Nullable String failure,
      LoopJson.@Nullable Encoded loop) {}

  /** A part of a long history of a task run. */
  public record HistoryPart(String node, int index, int part, String states) {}

  /** The number of children of a mapped node in a state. */
  public record Count(String node, String state, int n) {}

  /** The hashes of the elements that the children of a mapped node were made from. */
  public record Elements(String node, String hashes) {}

  /** The changed columns of a run's own row. */
  public record FlowRow(
      String state, String message, @Nullable Long started, @Nullable Long ended, String history) {}

  /** The first row of a run. */
  public record BeginRow(
      String run,
      Definition definition,
      Lineage lineage,
      long created,
      long scheduled,
      String history) {}

  /** The flow of a run, and its parameters. */
  public record Definition(
      String flow,
      @Nullable String version,
      String name,
      String parameters,
      String parameterNotes) {}

  /** The code and the other runs from which a run originates. */
  public record Lineage(
      Origin origin,
      @Nullable String parent,
      @Nullable String parentTask,
      @Nullable String restartOf) {
    /** Returns the run whose project a new run belongs to; absent if its flow names the project. */
    @Nullable String around() {
      return parent == null ? restartOf : parent;
    }
  }

  /**
   * The origin of a run as JSON, and the user in it; both are absent if they are those of the run
   * around it, or of the run that it retries.
   *
   * @param user the name of the user, by which runs are found
   * @param code the SHA-256 of the registered package with the code of the run, if it has one
   */
  public record Origin(@Nullable String json, @Nullable String user, @Nullable String code) {
    static Origin of(RunOrigin origin, Optional<String> code) {
      return new Origin(
          OriginJson.write(origin), StorableText.plain(origin.user()), code.orElse(null));
    }

    /**
     * Returns the origin of the run around a run, or of the run that it retries.
     *
     * @param code the SHA-256 of the registered package with the code of the run
     */
    public static Origin inherited(Optional<String> code) {
      return new Origin(null, null, code.orElse(null));
    }
  }

  /** Returns the number of this batch among those of its epoch. */
  public long number() {
    return sequence & NUMBER;
  }

  /** Returns whether the run has ended with this batch. */
  public boolean ends() {
    return flow != null && flow.ended() != null;
  }

  /** Returns whether this batch is a single row, which needs no other rows or blobs. */
  boolean isOneRow() {
    return tasks.size() == 1
        && counts.isEmpty()
        && elements.isEmpty()
        && flow == null
        && history.isEmpty()
        && blobs().isEmpty();
  }

  /** Returns this batch with only the given rows, and nothing else. */
  BatchRows only(Collection<Task> rows) {
    return new BatchRows(
        run,
        epoch,
        sequence,
        List.copyOf(rows),
        List.of(),
        List.of(),
        null,
        history.stream().filter(part -> isOfAny(part, rows)).toList());
  }

  /** Returns this batch without the given rows, and without the end of the run. */
  BatchRows without(Collection<Task> rows) {
    return new BatchRows(
        run,
        epoch,
        sequence,
        tasks.stream().filter(row -> !rows.contains(row)).toList(),
        counts,
        elements,
        ends() ? null : flow,
        history.stream().filter(part -> !isOfAny(part, rows)).toList());
  }

  private static boolean isOfAny(HistoryPart part, Collection<Task> rows) {
    return rows.stream()
        .anyMatch(row -> row.index() == part.index() && row.node().equals(part.node()));
  }

  /** Returns the blobs to which the rows refer. */
  public List<Blob> blobs() {
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
