package dev.praetor;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of an upstream task run, as data. A task that takes an outcome runs whatever the
 * final state of that upstream. Immutable.
 *
 * {@snippet file="dev/praetor/OutcomeTest.java" region="outcomes"}
 */
public sealed interface Outcome<T extends @Nullable Object> {
  /** The outcome of a run that ended as Success or Cached, with its value. */
  record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

  /** The outcome of a run that was skipped, with the message of its state. */
  record Skipped<T extends @Nullable Object>(String message) implements Outcome<T> {}

  /** The outcome of a run that ended unsuccessfully, with its failure. */
  record Failed<T extends @Nullable Object>(Failure failure) implements Outcome<T> {}

  /** The outcome of a run that was cancelled, with the message of its state. */
  record Cancelled<T extends @Nullable Object>(String message) implements Outcome<T> {}
}
