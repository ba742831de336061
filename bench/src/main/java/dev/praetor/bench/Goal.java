package dev.praetor.bench;

import java.time.Duration;

/** The goal of a figure. */
sealed interface Goal {
  /** At least a part of the floor's rate. */
  record Ratio(double least) implements Goal {}

  /** At most a time, independent of the floor. */
  record Within(Duration most) implements Goal {}

  /** No goal; the figure is for information only. */
  record None() implements Goal {}
}
