package dev.praetor;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The state of a flow run or of a task run: a closed family of values. Code that has to know more
 * than whether a run is finished switches over {@link Waiting}, {@link Active} and {@link
 * Finished}, or over the records themselves.
 *
 * <p>Every state has a message (what, which one, what to do; empty where there is nothing to say)
 * and the time at which it was entered.
 */
public sealed interface State {
  StateType type();

  String message();

  Instant time();

  /** The name people read: {@code Success}, {@code Skipped}, {@code TriggerFailed} … */
  default String name() {
    return type().label();
  }

  default boolean isFinished() {
    return type().isFinished();
  }

  /** Finished and as wished: Success, Cached or Skipped. */
  default boolean isSuccessful() {
    return type().isSuccessful();
  }

  /**
   * Finished and not as wished: Failed, TimedOut, TriggerFailed or Crashed. Cancelled is neither.
   */
  default boolean isUnsuccessful() {
    return type().isUnsuccessful();
  }

  /** Not begun, or waiting to go on. Holds no thread. */
  sealed interface Waiting extends State {}

  /** Something of the run is under way. */
  sealed interface Active extends State {}

  /** The end: no other state follows. */
  sealed interface Finished extends State {}

  /** Finished as wished. */
  sealed interface Successful extends Finished {}

  /** Finished with a failure, which is kept as data. */
  sealed interface Unsuccessful extends Finished {
    /** What went wrong; absent where no code of a task is to blame, as in TriggerFailed. */
    Optional<Failure> failure();
  }

  record Pending(String message, Instant time) implements Waiting {
    @Override
    public StateType type() {
      return StateType.PENDING;
    }
  }

  /** Starts at {@code at}. */
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

  /** Could start but for a limit; {@code position} counts from 1. */
  record Queued(String message, Instant time, int position) implements Waiting {
    @Override
    public StateType type() {
      return StateType.QUEUED;
    }
  }

  /** Waits for a person, at most until {@code until}. */
  record Paused(String message, Instant time, Optional<Instant> until) implements Waiting {
    @Override
    public StateType type() {
      return StateType.PAUSED;
    }
  }

  record Running(String message, Instant time, int attempt) implements Active {
    @Override
    public StateType type() {
      return StateType.RUNNING;
    }
  }

  /** A mapped node while its children run, with how many of them are in which state. */
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

  record Cancelling(String message, Instant time) implements Active {
    @Override
    public StateType type() {
      return StateType.CANCELLING;
    }
  }

  record Success(String message, Instant time) implements Successful {
    @Override
    public StateType type() {
      return StateType.SUCCESS;
    }
  }

  /** Successful with a result that an earlier run computed; the message says which. */
  record Cached(String message, Instant time) implements Successful {
    @Override
    public StateType type() {
      return StateType.CACHED;
    }
  }

  record Skipped(String message, Instant time) implements Successful {
    @Override
    public StateType type() {
      return StateType.SKIPPED;
    }
  }

  record Failed(String message, Instant time, Optional<Failure> failure) implements Unsuccessful {
    @Override
    public StateType type() {
      return StateType.FAILED;
    }
  }

  record TimedOut(String message, Instant time, Optional<Failure> failure) implements Unsuccessful {
    @Override
    public StateType type() {
      return StateType.TIMED_OUT;
    }
  }

  /** The states upstream were not such that the task may run; its code did not run. */
  record TriggerFailed(String message, Instant time, Optional<Failure> failure)
      implements Unsuccessful {
    @Override
    public StateType type() {
      return StateType.TRIGGER_FAILED;
    }
  }

  /** The process or the machine died, not the code of the task. */
  record Crashed(String message, Instant time, Optional<Failure> failure) implements Unsuccessful {
    @Override
    public StateType type() {
      return StateType.CRASHED;
    }
  }

  record Cancelled(String message, Instant time) implements Finished {
    @Override
    public StateType type() {
      return StateType.CANCELLED;
    }
  }
}
