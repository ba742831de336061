package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.Signal;
import dev.praetor.engine.Journal;
import dev.praetor.engine.cache.CacheStore;
import dev.praetor.engine.events.AuthorCode;
import dev.praetor.engine.events.Timers;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.engine.taskruns.NodeRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An attempt of a task run. Created by the owner of the run, to which the attempt returns as its
 * own event: its end is set by the thread that runs it before the event is offered, and read by the
 * owner afterwards. The fields that are neither final nor volatile, except the end, belong to
 * {@link RunningAttempts}.
 */
public final class Attempt extends AuthorCode {
  final NodeRun run;
  final int child;
  private final Owner owner;
  private final AttemptRunner runner;
  private final int number;
  private final int iteration;
  private final Input input;
  Timers.@Nullable Timer timeout;
  @Nullable Attempt before;
  @Nullable Attempt after;
  volatile boolean cancelled;
  private volatile @Nullable String label;
  private volatile @Nullable AtomicReference<CacheStore.@Nullable Claim> claim;
  private volatile boolean waitsForRoom;
  private long returnedBytes;
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

    /**
     * The state of the next iteration of a loop.
     *
     * @param shown the state as a text, without secrets
     * @param delay the time until the iteration begins
     */
    record Next(ResultKeeper.Kept state, String shown, Duration delay) implements End {}

    record Skip(String why) implements End {}

    /**
     * A failure.
     *
     * @param thrown the class of the exception
     * @param permanent true if the code asked that nothing retries it
     */
    record Failed(Failure failure, Class<?> thrown, boolean permanent) implements End {}

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

    /** Called when the label of an attempt is known, before its code runs. */
    void labelled(Attempt attempt);

    /** Called when an attempt has exceeded the timeout of its task. */
    void timedOut(Attempt attempt);
  }

  Attempt(
      AttemptRunner runner,
      Owner owner,
      NodeRun run,
      int child,
      int number,
      int iteration,
      Input input) {
    this.runner = runner;
    this.owner = owner;
    this.run = run;
    this.child = child;
    this.number = number;
    this.iteration = iteration;
    this.input = input;
  }

  /** Creates another call within the same attempt, which recovers from the failure of this one. */
  Attempt recovery(Failure failure) {
    Input recovery = new Input.Recovery(failure);
    return new Attempt(runner, owner, run, child, number, iteration, recovery);
  }

  @Override
  protected void call() {
    runner.execute(this);
  }

  @Override
  public void handle() {
    try {
      owner.ended(this);
    } finally {
      runner.accepted(this);
      end = null;
    }
  }

  /** Returns whether the code has not begun, because too many large values are not durable yet. */
  boolean waitsForRoom() {
    return waitsForRoom;
  }

  void setWaitsForRoom(boolean waits) {
    waitsForRoom = waits;
  }

  /** Returns the size of the large values that the code has returned. */
  long returnedBytes() {
    return returnedBytes;
  }

  void addReturnedBytes(long bytes) {
    returnedBytes += bytes;
  }

  void timeOut() {
    owner.timedOut(this);
  }

  /**
   * Holds a claim until it is closed or this attempt is abandoned.
   *
   * @throws InterruptedException if the attempt has been abandoned
   */
  CacheStore.Claim holds(CacheStore.Claim taken) throws InterruptedException {
    AtomicReference<CacheStore.@Nullable Claim> held = new AtomicReference<>(taken);
    claim = held;
    if (isAbandoned()) {
      release(held);
      throw new InterruptedException("the attempt was abandoned while it waited for its turn");
    }
    return () -> release(held);
  }

  /** Gives back the claim of an abandoned attempt, whose code may never end. */
  void releaseClaim() {
    AtomicReference<CacheStore.@Nullable Claim> held = claim;
    if (held != null) {
      Thread.ofPlatform().daemon().name("release-" + path()).start(() -> release(held));
    }
  }

  private static void release(AtomicReference<CacheStore.@Nullable Claim> held) {
    CacheStore.Claim taken = held.getAndSet(null);
    if (taken != null) {
      taken.close();
    }
  }

  void publishLabel() {
    owner.labelled(this);
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
    return cancelled || isAbandoned();
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
