package dev.praetor;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a flow run or of a task run. The states are a closed family of immutable values:
 * code that needs to know more than whether a run is finished switches over {@link Waiting}, {@link
 * Active} and {@link Finished}, or over the records themselves.
 *
 * <p>Every state has a message (the event, the thing it concerns and the remedy; may be empty) and
 * the time at which it was entered.
 */
public sealed interface State {
  /** Returns the type of this state. */
  StateType type();

  /** Returns the message, which may be empty. */
  String message();

  /** Returns the time at which the state was entered. */
  Instant time();

  /** Returns the name for people: {@code Success}, {@code Skipped}, {@code TriggerFailed} … */
  default String name() {
    return type().label();
  }

  /** Returns whether no other state follows. */
  default boolean isFinished() {
    return type().isFinished();
  }

  /** Returns whether the run is finished and succeeded: Success, Cached or Skipped. */
  default boolean isSuccessful() {
    return type().isSuccessful();
  }

  /**
   * Returns whether the run is finished and did not succeed: Failed, TimedOut, TriggerFailed or
   * Crashed. Cancelled is neither successful nor unsuccessful.
   */
  default boolean isUnsuccessful() {
    return type().isUnsuccessful();
  }

  /**
   * The states of a run that has not started or waits to continue. A waiting run holds no thread.
   */
  sealed interface Waiting extends State {}

  /** The states of a run that is in progress. */
  sealed interface Active extends State {}

  /** The final states: no other state follows. */
  sealed interface Finished extends State {}

  /** The final states of a run that succeeded. */
  sealed interface Successful extends Finished {}

  /** The final states of a run that did not succeed, with the failure as data. */
  sealed interface Unsuccessful extends Finished {
    /**
     * Returns the failure; empty where it was not caused by the code of a task, as in
     * TriggerFailed.
     */
    Optional<Failure> failure();
  }

  /** The run has not started. */
  record Pending(String message, Instant time) implements Waiting {
    @Override
    public StateType type() {
      return StateType.PENDING;
    }
  }

  /** The run starts at {@code at}. */
  record Scheduled(String message, Instant time, Instant at) implements Waiting {
    @Override
    public StateType type() {
      return StateType.SCHEDULED;
    }
  }

  /** Attempt {@code attempt} failed; the next one starts at {@code at}. */
  record Retrying(String message, Instant time, Instant at, int attempt, Optional<Failure> cause)
      implements Waiting {
    @Override
    public StateType type() {
      return StateType.RETRYING;
    }
  }

  /**
   * The run could start but waits because of a limit; {@code position} is its place in the queue,
   * from 1.
   */
  record Queued(String message, Instant time, int position) implements Waiting {
    @Override
    public StateType type() {
      return StateType.QUEUED;
    }
  }

  /** The run waits for a person, at most until {@code until}. */
  record Paused(String message, Instant time, Optional<Instant> until) implements Waiting {
    @Override
    public StateType type() {
      return StateType.PAUSED;
    }
  }

  /** The run is in progress; {@code attempt} counts from 1. */
  record Running(String message, Instant time, int attempt) implements Active {
    @Override
    public StateType type() {
      return StateType.RUNNING;
    }
  }

  /**
   * The children of a mapped node are in progress; {@code children} has the number of children in
   * each state, {@code width} their total number.
   */
  record Mapped(String message, Instant time, int width, Map<StateType, Integer> children)
      implements Active {
    public Mapped {
      children = Map.copyOf(children);
    }

    @Override
    public StateType type() {
      return StateType.MAPPED;
    }
  }

  /** Cancellation was requested, and something of the run is still in progress. */
  record Cancelling(String message, Instant time) implements Active {
    @Override
    public StateType type() {
      return StateType.CANCELLING;
    }
  }

  /** The run ended successfully. */
  record Success(String message, Instant time) implements Successful {
    @Override
    public StateType type() {
      return StateType.SUCCESS;
    }
  }

  /**
   * The run ended successfully with the cached result of an earlier run, which the message names.
   */
  record Cached(String message, Instant time) implements Successful {
    @Override
    public StateType type() {
      return StateType.CACHED;
    }
  }

  /** The run was skipped, which counts as successful. */
  record Skipped(String message, Instant time) implements Successful {
    @Override
    public StateType type() {
      return StateType.SKIPPED;
    }
  }

  /** The run failed. */
  record Failed(String message, Instant time, Optional<Failure> failure) implements Unsuccessful {
    @Override
    public StateType type() {
      return StateType.FAILED;
    }
  }

  /** The run exceeded its time limit. */
  record TimedOut(String message, Instant time, Optional<Failure> failure) implements Unsuccessful {
    @Override
    public StateType type() {
      return StateType.TIMED_OUT;
    }
  }

  /** The states of the upstreams did not meet the trigger of the task; its code did not run. */
  record TriggerFailed(String message, Instant time, Optional<Failure> failure)
      implements Unsuccessful {
    @Override
    public StateType type() {
      return StateType.TRIGGER_FAILED;
    }
  }

  /** The run ended because its process or machine died, not because of the code of the task. */
  record Crashed(String message, Instant time, Optional<Failure> failure) implements Unsuccessful {
    @Override
    public StateType type() {
      return StateType.CRASHED;
    }
  }

  /** The run was cancelled. */
  record Cancelled(String message, Instant time) implements Finished {
    @Override
    public StateType type() {
      return StateType.CANCELLED;
    }
  }
}
