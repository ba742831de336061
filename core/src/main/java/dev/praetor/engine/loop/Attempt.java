package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.Signal;
import dev.praetor.engine.Journal;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.engine.taskruns.NodeRun;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A try of a task run. Made by the owner of the run, and its own message back: its end is set by
 * the thread that runs it before it is handed over, and read after. The fields that are neither
 * final nor volatile, but for the end, belong to {@link RunningAttempts}.
 */
public final class Attempt extends Event {
  final NodeRun run;
  final int child;
  private final Owner owner;
  private final int number;
  private final int iteration;
  private final Input input;
  @Nullable Thread thread;
  Timers.@Nullable Timer timeout;
  @Nullable Attempt before;
  @Nullable Attempt after;
  volatile boolean abandoned;
  volatile boolean cancelled;
  private @Nullable String label;
  private @Nullable End end;
  private @Nullable Instant ended;

  /** The result of an attempt. */
  public sealed interface End {
    /**
     * A value.
     *
     * @param kept the value as the journal keeps it
     */
    record Value(
        @Nullable Object value, Optional<String> message, Optional<Journal.EncodedValue> kept)
        implements End {}

    /** The state of the next iteration of a loop. */
    record Next(@Nullable Object state) implements End {}

    record Skip(String why) implements End {}

    record Failed(Failure failure) implements End {}

    record Retry(Failure why, Signal.Request request) implements End {}

    /** A value from the cache. */
    record Hit(@Nullable Object value, String message, Optional<Journal.EncodedValue> kept)
        implements End {}
  }

  /** The input of the code. */
  public sealed interface Input {
    /** The node's arguments. */
    record Arguments() implements Input {}

    /** The state an iteration of a loop begins with. */
    record LoopState(@Nullable Object state) implements Input {}

    /** Arguments from elsewhere. */
    record Given(List<@Nullable Object> arguments) implements Input {}

    /** The failure that is to be recovered from. */
    record Recovery(Failure failure) implements Input {}

    Input ARGUMENTS = new Arguments();
  }

  /** Learns of the progress of attempts. Called by the owner of the run. */
  interface Owner {
    /** The attempt has handed itself over. */
    void ended(Attempt attempt);

    /** The attempt has found nothing in the cache, so its code runs. */
    void missedCache(Attempt attempt, String why);

    /** The attempt has taken longer than its task allows. */
    void timedOut(Attempt attempt);
  }

  Attempt(Owner owner, NodeRun run, int child, int number, int iteration, Input input) {
    this.owner = owner;
    this.run = run;
    this.child = child;
    this.number = number;
    this.iteration = iteration;
    this.input = input;
  }

  /** Another call within the same attempt, which gets the failure of this one. */
  Attempt recovery(Failure failure) {
    return new Attempt(owner, run, child, number, iteration, new Input.Recovery(failure));
  }

  @Override
  void handle() {
    owner.ended(this);
  }

  void timeOut() {
    owner.timedOut(this);
  }

  void missCache(String why) {
    owner.missedCache(this, why);
  }

  TaskDefinition task() {
    return run.node.task().orElseThrow();
  }

  Input input() {
    return input;
  }

  boolean recovers() {
    return input instanceof Input.Recovery;
  }

  /** The number of the attempt in its iteration, from 1. */
  int number() {
    return number;
  }

  int iteration() {
    return iteration;
  }

  String path() {
    return run.path(child);
  }

  /** Returns whether nobody waits for its end any more. */
  boolean isCancelled() {
    return cancelled || abandoned;
  }

  @Nullable String label() {
    return label;
  }

  void setLabel(String text) {
    label = text;
  }

  public End end() {
    return Objects.requireNonNull(end, "the end of an attempt that runs");
  }

  Instant ended() {
    return Objects.requireNonNull(ended, "the end of an attempt that runs");
  }

  void setEnd(End result, Instant time) {
    end = result;
    ended = time;
  }

  @Override
  public String toString() {
    return path() + " attempt " + number;
  }
}
