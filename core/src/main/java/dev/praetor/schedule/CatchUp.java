package dev.praetor.schedule;

import java.time.Duration;

/**
 * The rule that selects the occurrences to make up after a period in which nothing could run.
 * Immutable.
 */
public sealed interface CatchUp {

  /** Returns the rule that makes up no missed occurrence. */
  static CatchUp none() {
    return new None();
  }

  /**
   * Returns the rule that makes up the latest missed occurrence; if occurrences have different
   * parameters, the latest for each set of parameters. This is the default.
   */
  static CatchUp latest() {
    return new Latest();
  }

  /** Returns the rule that makes up all missed occurrences. */
  static CatchUp all() {
    return new All();
  }

  /**
   * Returns the rule that makes up the missed occurrences that are at most as old as a duration.
   *
   * @throws InvalidSchedule if the duration is not positive
   */
  static CatchUp within(Duration window) {
    return new Within(window);
  }

  /** The rule that makes up no missed occurrence. */
  record None() implements CatchUp {}

  /** The rule that makes up the latest missed occurrence for each set of parameters. */
  record Latest() implements CatchUp {}

  /** The rule that makes up all missed occurrences. */
  record All() implements CatchUp {}

  /**
   * The rule that makes up the missed occurrences within a window.
   *
   * @param window the greatest age of an occurrence that is made up; positive
   */
  record Within(Duration window) implements CatchUp {
    /** Checks the window. */
    public Within {
      if (!window.isPositive()) {
        throw new InvalidSchedule(
            "a catch-up window of %s admits nothing: give a positive duration".formatted(window));
      }
    }
  }
}
