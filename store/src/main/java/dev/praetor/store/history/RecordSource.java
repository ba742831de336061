package dev.praetor.store.history;

import dev.praetor.RunId;
import dev.praetor.engine.taskruns.ElementHashes;
import dev.praetor.store.blob.BlobReader;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The source of the records of runs that are resumed or restarted. Thread-safe. */
public interface RecordSource {
  /**
   * Returns a run in its recorded state.
   *
   * @throws StoreFailed if there is no such run
   */
  StoredRun run(RunId id);

  /** Passes the elements of each mapped node of a run to a consumer, by the node's name. */
  void elements(RunId run, BiConsumer<String, ElementHashes> consumer);

  /**
   * Passes every task run with its complete row to a consumer, a mapped node before its children.
   */
  void taskRuns(RunId run, Consumer<RecordedRow> consumer);

  /** Returns the reader of large values. */
  BlobReader blobs();

  /** Returns the records in a database. */
  static RecordSource of(RunReader reader, TaskReader tasks) {
    return new RecordSource() {
      @Override
      public StoredRun run(RunId id) {
        return reader.recorded(id).orElseThrow(() -> StoreFailed.noRun(id));
      }

      @Override
      public void elements(RunId run, BiConsumer<String, ElementHashes> consumer) {
        tasks.elements(run, consumer);
      }

      @Override
      public void taskRuns(RunId run, Consumer<RecordedRow> consumer) {
        tasks.all(run, consumer);
      }

      @Override
      public BlobReader blobs() {
        return tasks.blobs();
      }
    };
  }
}
