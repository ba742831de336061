package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.Signal;
import dev.praetor.engine.Journal;
import dev.praetor.engine.events.Event;
import dev.praetor.engine.events.Timers;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.engine.taskruns.NodeRun;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a task run. Created by the owner of the run, to which the attempt returns as its
 * own event: its end is set by the thread that runs it before the event is offered, and read by the
 * owner afterwards. The fields that are neither final nor volatile, except the end, belong to
 * {@link RunningAttempts}.
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
     * @param kept the value as encoded by the journal
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

    /** The state with which an iteration of a loop begins. */
    record LoopState(@Nullable Object state) implements Input {}

    /** Given arguments, in place of the node's. */
    record Given(List<@Nullable Object> arguments) implements Input {}

    /** The failure that the code recovers from. */
    record Recovery(Failure failure) implements Input {}

    Input ARGUMENTS = new Arguments();
  }

  /** A listener to the progress of attempts. Called by the owner of the run. */
  interface Owner {
    /** Called when an attempt has ended. */
    void ended(Attempt attempt);

    /** Called when an attempt has found nothing in the cache, so that its code runs. */
    void missedCache(Attempt attempt, String why);

    /** Called when an attempt has exceeded the timeout of its task. */
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

  /** Creates another call within the same attempt, which recovers from the failure of this one. */
  Attempt recovery(Failure failure) {
    return new Attempt(owner, run, child, number, iteration, new Input.Recovery(failure));
  }

  @Override
  public void handle() {
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

  /** Returns the number of the attempt in its iteration, from 1. */
  int number() {
    return number;
  }

  int iteration() {
    return iteration;
  }

  String path() {
    return run.path(child);
  }

  /** Returns whether the end of this attempt is no longer awaited. */
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
    return Objects.requireNonNull(end, "the attempt has not ended");
  }

  Instant ended() {
    return Objects.requireNonNull(ended, "the attempt has not ended");
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
