package dev.praetor.engine;

import dev.praetor.Failure;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.engine.secret.Masker;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where the transitions of a run are made to last. All methods but {@link #encode} and {@link #log}
 * are called by the thread that owns the run, one batch after the other.
 */
public interface Journal {
  /**
   * What changed since the batch before.
   *
   * @param sequence counts the batches of a run from 1, in this process
   * @param changes each changed task run as it now stands, once
   * @param counts the mapped nodes whose children changed, with how their children stand now
   * @param flow the flow run's own state, if that changed
   */
  record Batch(
      RunId run, long sequence, List<Change> changes, List<Counts> counts, Optional<State> flow) {
    public Batch {
      changes = List.copyOf(changes);
      counts = List.copyOf(counts);
    }
  }

  /**
   * One task run as it now stands, with its whole history.
   *
   * @param created when it came into being, in microseconds since 1970
   * @param ordinary whether its history is Pending, then Running with attempt 1, then Success, as
   *     far as it got, so that its times tell all of it
   * @param kept what {@link #encode} made of its value; absent where the value was not asked to be
   *     kept
   * @param loop where a loop stands
   */
  record Change(
      TaskRun run,
      long created,
      boolean ordinary,
      Optional<EncodedValue> kept,
      Optional<LoopState> loop) {}

  /** The iteration a loop is at, from 1, and the state it goes on with. */
  record LoopState(int iteration, @Nullable Object state) {}

  /**
   * How many children of a mapped node are in which state. Those that are pending are left out; a
   * state that lost its last child since the batch before is there with 0.
   */
  record Counts(String node, Map<StateType, Integer> children) {
    public Counts {
      children = Map.copyOf(children);
    }
  }

  /** A value made ready to be kept. What it is only the journal knows. */
  interface EncodedValue {}

  /** A value that is too large to be kept. The message says how large, and the limit. */
  final class TooLarge extends Exception {
    private static final long serialVersionUID = 1;

    public TooLarge(String message) {
      super(message);
    }
  }

  /** A line that was logged in a task run. */
  record LogLine(
      RunId run,
      String node,
      int index,
      int attempt,
      Instant time,
      String level,
      String logger,
      String text) {}

  /** What becomes of a batch. One of its methods is called, once, from any thread. */
  interface Receipt {
    /** The batch will survive a crash. What depends on the changes starts only now. */
    void durable();

    /** Another process has taken the run over, so this one must leave it. */
    void refused(String why);
  }

  /** Keeps nothing: what a run needs stays in memory, and everything counts as durable at once. */
  Journal NONE =
      new Journal() {
        @Override
        public void append(Batch batch, Receipt receipt) {
          receipt.durable();
        }

        @Override
        public boolean isVolatile() {
          return true;
        }
      };

  /**
   * A run begins, or goes on.
   *
   * @param parent the task run it is a part of, if it is
   * @param restartOf the run it is another try of, if it is
   * @param resumed whether it goes on in this process, having begun in another
   * @param masker takes out the secrets that the run has read so far; what is kept goes through it
   */
  record Start(
      RunId run,
      String flow,
      String name,
      Map<String, @Nullable Object> parameters,
      Times times,
      Optional<Parent> parent,
      Optional<RunId> restartOf,
      boolean resumed,
      Masker masker) {
    public Start {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /** When a run was made, and when it was due. */
  record Times(Instant created, Instant scheduled) {}

  /**
   * The task run that a run of another flow is a part of.
   *
   * @param task its path: {@code report} or {@code send[3]}
   */
  record Parent(RunId run, String task) {}

  /** Called once before the first batch of a run; durable when it returns. */
  default void begin(Start start) {}

  /** Takes a batch. */
  void append(Batch batch, Receipt receipt);

  /**
   * Makes a value ready to be kept, before its task run counts as ended. For any thread.
   *
   * @throws TooLarge if it is larger than this journal keeps; the task run fails then
   */
  default Optional<EncodedValue> encode(@Nullable Object value, Masker masker) throws TooLarge {
    return Optional.empty();
  }

  /** Stands for a value that an earlier run had, and that is not to be had any more. */
  default Optional<EncodedValue> absent(String why) {
    return Optional.empty();
  }

  /** Keeps a line, which has no secrets in it any more. For any thread. */
  default void log(LogLine line) {}

  /** Whether batches need not be made at all. */
  default boolean isVolatile() {
    return false;
  }

  /** The failure of an attempt whose process ended before it did. */
  static Failure crash(String why) {
    return new Failure("dev.praetor.Crash", why, "", Optional.empty(), true);
  }

  /** Whether a failure is that of a process, and not of a task. */
  static boolean isCrash(Failure failure) {
    return failure.type().equals("dev.praetor.Crash");
  }
}
