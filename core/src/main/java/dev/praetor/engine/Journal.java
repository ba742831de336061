package dev.praetor.engine;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.TaskRun;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the transitions of a run are made to last. Called by the thread that owns the run, one
 * batch after the other.
 */
public interface Journal {
  /**
   * What changed since the batch before.
   *
   * @param sequence counts the batches of a run from 1
   * @param changes each changed task run as it now stands, once; their histories are whole
   * @param flow the flow run's own state, if that changed
   */
  record Batch(RunId run, long sequence, List<TaskRun> changes, Optional<State> flow) {
    public Batch {
      changes = List.copyOf(changes);
    }
  }

  /** Keeps nothing: what a run needs stays in memory, and everything counts as durable at once. */
  Journal NONE =
      new Journal() {
        @Override
        public void append(Batch batch, Runnable durable) {
          durable.run();
        }

        @Override
        public boolean keepsNothing() {
          return true;
        }
      };

  /**
   * A run begins.
   *
   * @param parent the run it is a part of, if it is
   * @param masker takes out the secrets that the run has read so far; what is kept goes through it
   */
  record Start(
      RunId run,
      String flow,
      String name,
      Map<String, @Nullable Object> parameters,
      Instant scheduled,
      Optional<RunId> parent,
      Masker masker) {
    public Start {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /** Called once before the first batch of a run; durable when it returns. */
  default void begin(Start start) {}

  /**
   * Takes a batch.
   *
   * @param durable called once, from any thread, when the batch will survive a crash. What depends
   *     on the changes starts only then.
   */
  void append(Batch batch, Runnable durable);

  /** Whether batches need not be made at all. */
  default boolean keepsNothing() {
    return false;
  }
}
