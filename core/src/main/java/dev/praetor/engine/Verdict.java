package dev.praetor.engine;

import dev.praetor.Failure;
import dev.praetor.State;
import java.time.Instant;
import java.util.Optional;

/** A decision whether code may run, with the state to enter if it does not. */
public sealed interface Verdict {
  /** The code may run. */
  record Run() implements Verdict {}

  /** The code does not run, now or at all. */
  sealed interface Stay extends Verdict {
    /** Returns the state that is entered instead of running. */
    State state(Instant now);
  }

  record Skip(String message) implements Stay {
    @Override
    public State state(Instant now) {
      return new State.Skipped(message, now);
    }
  }

  record TriggerFailed(String message, Optional<Failure> failure) implements Stay {
    @Override
    public State state(Instant now) {
      return new State.TriggerFailed(message, now, failure);
    }
  }

  record Pause(String message) implements Stay {
    @Override
    public State state(Instant now) {
      return new State.Paused(message, now, Optional.empty());
    }
  }

  /** Returns whether the code does not run at all. */
  default boolean isFinal() {
    return switch (this) {
      case Run _, Pause _ -> false;
      case Skip _, TriggerFailed _ -> true;
    };
  }

  static Verdict triggerFailed(String message) {
    return new TriggerFailed(message, Optional.empty());
  }
}
