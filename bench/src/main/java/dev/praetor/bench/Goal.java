package dev.praetor.bench;

import java.time.Duration;

/** What a figure should reach. */
sealed interface Goal {
  /** So much of the floor's rate. */
  record Ratio(double least) implements Goal {}

  /** So long at most, whatever the floor. */
  record Within(Duration most) implements Goal {}

  /** Nothing is promised; it is only good to know. */
  record None() implements Goal {}
}
