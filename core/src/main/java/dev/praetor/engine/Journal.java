package dev.praetor.engine;

import dev.praetor.Failure;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.engine.codec.LargeValue;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.secret.Masker;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The record of a run's transitions, which makes them durable. Unless a method says otherwise, it
 * is called by the thread that owns the run, one batch after the other.
 */
public interface Journal {
  /**
   * The changes since the previous batch.
   *
   * @param sequence the number of the batch, counted for each run and process from 1
   * @param changes the current record of each changed task run, once
   * @param counts the mapped nodes whose children changed, with the current counts of their
   *     children
   * @param elements the mapped nodes that made children of the elements of lists
   * @param flow the states that the flow run itself has entered, oldest first
   */
  record Batch(
      RunId run,
      long sequence,
      List<Change> changes,
      List<Counts> counts,
      List<Elements> elements,
      List<State> flow) {
    public Batch {
      changes = List.copyOf(changes);
      counts = List.copyOf(counts);
      elements = List.copyOf(elements);
      flow = List.copyOf(flow);
    }

    /** Returns whether the flow run has ended with this batch. */
    public boolean endsRun() {
      return !flow.isEmpty() && flow.getLast().isFinished();
    }

    /**
     * Creates a batch in which no node made children of the elements of lists, and the flow run
     * entered at most one state.
     */
    public Batch(
        RunId run, long sequence, List<Change> changes, List<Counts> counts, Optional<State> flow) {
      this(run, sequence, changes, counts, List.of(), flow.stream().toList());
    }
  }

  /**
   * The elements that the children of a mapped node were made from.
   *
   * @param hashes the text of their hashes
   */
  record Elements(String node, String hashes) {}

  /**
   * The current record of a changed task run, with its whole history.
   *
   * @param run the task run; its value is a {@link LargeValue} if an earlier record holds it
   * @param created the time at which the task run was created, in microseconds since 1970
   * @param ordinary true if the history is Pending, then Running with attempt 1, then Success, or
   *     the beginning of that, so that the times alone describe the history
   * @param kept the encoded value made by {@link #encode}; absent if the value is not to be kept
   * @param loop the progress of a loop
   */
  record Change(
      TaskRun run,
      long created,
      boolean ordinary,
      Optional<EncodedValue> kept,
      Optional<LoopState> loop) {}

  /**
   * The progress of a loop.
   *
   * @param iteration the current iteration, from 1
   * @param state the state with which it begins; a {@link LargeValue} if an earlier record holds it
   * @param kept the state as encoded by {@link #encode}; absent if the state is not to be kept, or
   *     if an earlier record holds it
   * @param due the time at which the iteration begins, if it waits
   */
  record LoopState(
      int iteration, @Nullable Object state, Optional<EncodedValue> kept, Optional<Instant> due) {}

  /**
   * The number of children of a mapped node in each state. Pending children are left out; a state
   * that lost its last child since the previous batch is present with 0.
   */
  record Counts(String node, Map<StateType, Integer> children) {
    public Counts {
      children = Map.copyOf(children);
    }
  }

  /** A value encoded for storage. The encoding is private to the journal. */
  interface EncodedValue {
    /**
     * Returns the form in which a run keeps the value once its record is durable; empty if the run
     * keeps the value itself, because it is small or its record is not equal to it.
     */
    default Optional<LargeValue> large() {
      return Optional.empty();
    }

    /** Returns the size of a large value in bytes; 0 for a small one. */
    default long size() {
      return 0;
    }

    /** Returns whether secrets in the value are masked, so that it cannot be read back. */
    default boolean isMasked() {
      return false;
    }
  }

  /** Thrown if a value is too large to be kept. The message states its size and the limit. */
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

  /** The attempt that publishes something, and the time at which it does. */
  record Origin(RunId run, String node, int index, int attempt, Instant time) {}

  /**
   * A report of progress, in which secrets are already masked.
   *
   * @param part the completed part, from 0 to 1
   */
  record Progress(Origin from, double part, String message) {}

  /** An artifact for people, in which secrets are already masked. */
  record Artifact(Origin from, String name, String content) {}

  /**
   * The acknowledgement of a batch. Exactly one of the methods but {@link #rejected} and {@link
   * #inOrder} is called, once, from any thread.
   */
  interface Receipt {
    /**
     * Confirms that the batch becomes durable before any later batch of its run, but perhaps not
     * soon, because the store is away. What follows from the ends of task runs may start, for no
     * record is durable without the records on which it rests; the rest waits for {@link #durable}.
     * Called before that, at most once.
     */
    default void inOrder() {}

    /**
     * Confirms that the batch survives a crash. Whatever depends on the changes starts only now,
     * unless {@link #inOrder} was called.
     */
    void durable();

    /**
     * Rejects one change of the batch, because it can never be recorded; the task run fails with
     * the reason. Called before {@link #durable}, which then stands for the other changes, but not
     * for an end of the flow run, which is never recorded with a rejected change.
     */
    void rejected(String node, int index, String why);

    /**
     * Rejects the batch because another process has claimed the run, so this process must stop it
     * silently.
     */
    void refused(String why);

    /** Rejects the batch because the run cannot be recorded any more, so it ends here. */
    void failed(PraetorException why);
  }

  /**
   * A journal that keeps nothing: the data of a run stays in memory, and every batch is durable
   * immediately.
   */
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
   * The beginning, or the resumption, of a run.
   *
   * @param graph the graph of the flow, with the codecs of its values
   * @param parent the task run that the run is a part of, if any
   * @param restartOf the run that this run is a restart of, if any
   * @param resumed true if the run began in another process and is resumed in this one
   * @param secretParameters the names of the parameters whose values are not kept
   * @param masker the masker with the secrets that the run has read so far; all kept text goes
   *     through it
   */
  record Start(
      RunId run,
      String flow,
      Graph graph,
      String name,
      Map<String, @Nullable Object> parameters,
      Set<String> secretParameters,
      Times times,
      Optional<Parent> parent,
      Optional<RunId> restartOf,
      boolean resumed,
      Masker masker) {
    public Start {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /** The times at which a run was created and was due. */
  record Times(Instant created, Instant scheduled) {}

  /**
   * The task run that a run of another flow is a part of.
   *
   * @param task the path of the task run: {@code report} or {@code send[3]}
   */
  record Parent(RunId run, String task) {}

  /**
   * Records the beginning of a run. Called once, before the first batch. May wait only if the run
   * is resumed.
   *
   * @return completed when the record is durable; exceptional with a {@link PraetorException} if
   *     the run cannot be recorded
   */
  default CompletableFuture<?> begin(Start start) {
    return CompletableFuture.completedFuture(null);
  }

  /** Accepts a batch, and acknowledges it later through the receipt. */
  void append(Batch batch, Receipt receipt);

  /**
   * Accepts a batch, like {@link #append}, of a run that has nothing else to do. A journal in which
   * nothing is in the way may write the batch in this thread, before this method returns.
   */
  default void appendAlone(Batch batch, Receipt receipt) {
    append(batch, receipt);
  }

  /**
   * Returns whether {@link #appendAlone} keeps the processor of its thread, so that a virtual
   * thread may call it. A virtual thread that gives up its processor may not get one again for
   * long, because bodies of tasks compute.
   */
  default boolean keepsProcessor() {
    return true;
  }

  /**
   * Sets the action that ends a run in this process once it cannot proceed here: another process
   * has claimed it, or it cannot be recorded any more. Called after {@link #begin}; the action may
   * be called by any thread, and more than once.
   */
  default void watch(RunId run, Consumer<PraetorException> ending) {}

  /**
   * Returns whether no other process can have claimed a run since it was last confirmed that this
   * process owns it. Code starts only while that is so. May be called by any thread.
   */
  default boolean owns(RunId run) {
    return true;
  }

  /**
   * Asks whether this process still owns a run. The future is completed when it does; if it does
   * not, the action of {@link #watch} is called instead. May be called by any thread.
   */
  default CompletableFuture<Void> confirmOwned(RunId run) {
    return CompletableFuture.completedFuture(null);
  }

  /**
   * Encodes a value for storage, before its task run counts as ended. May be called by any thread.
   *
   * @throws TooLarge if the value exceeds the limit of this journal; the task run fails then
   * @throws NotCarried if the value cannot be written so that an equal one is read; the task run
   *     fails then
   */
  default Optional<EncodedValue> encode(ValueCodec codec, @Nullable Object value, Masker masker)
      throws TooLarge, NotCarried {
    codec.check(value);
    return Optional.empty();
  }

  /** Returns a placeholder for a value of an earlier run that is no longer available. */
  default Optional<EncodedValue> absent(String why) {
    return Optional.empty();
  }

  /** Keeps a log line, in which secrets are already masked. May be called by any thread. */
  default void log(LogLine line) {}

  /** Keeps the progress of a task run. May be called by any thread. */
  default void progress(Progress report) {}

  /**
   * Keeps an artifact, which is durable when this method returns. May be called by any thread.
   *
   * @throws TooLarge if the artifact exceeds the limit of this journal
   */
  default void artifact(Artifact artifact) throws TooLarge {}

  /** Returns whether this journal keeps nothing, so that no batches need to be made. */
  default boolean isVolatile() {
    return false;
  }

  /** The type of the failure of a task run that a person, or a deadline, refused. */
  String REFUSED = "Refused";

  /** Returns the failure of an attempt whose process ended before the attempt did. */
  static Failure crash(String why) {
    return new Failure("dev.praetor.Crash", why, "", Optional.empty(), true);
  }

  /** Returns whether a failure is the crash of a process rather than the failure of a task. */
  static boolean isCrash(Failure failure) {
    return failure.type().equals("dev.praetor.Crash");
  }
}
