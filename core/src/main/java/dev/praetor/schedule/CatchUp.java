package dev.praetor.schedule;

import java.time.Duration;

/** Which of the occurrences that were missed, while nothing could run, are made up. Immutable. */
public sealed interface CatchUp {

  /** None. */
  static CatchUp none() {
    return new None();
  }

  /** The latest; where occurrences have different parameters, the latest of each. The default. */
  static CatchUp latest() {
    return new Latest();
  }

  /** All of them. */
  static CatchUp all() {
    return new All();
  }

  /**
   * Those not older than a duration, itself included.
   *
   * @throws InvalidSchedule if the duration is not positive
   */
  static CatchUp within(Duration window) {
    return new Within(window);
  }

  /** None. */
  record None() implements CatchUp {}

  /** The latest of each set of parameters. */
  record Latest() implements CatchUp {}

  /** All. */
  record All() implements CatchUp {}

  /** Those not older than the window. */
  record Within(Duration window) implements CatchUp {
    /** Checks the window. */
    public Within {
      if (!window.isPositive()) {
        throw new InvalidSchedule(
            "a catch-up window of %s lets nothing through: give a positive duration"
                .formatted(window));
      }
    }
  }
}
