package dev.praetor;

import org.jspecify.annotations.Nullable;

/**
 * How an upstream task run ended, as data: a task that takes an outcome runs however that upstream
 * ended.
 *
 * {@snippet file="dev/praetor/OutcomeTest.java" region="outcomes"}
 */
public sealed interface Outcome<T extends @Nullable Object> {
  record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

  record Skipped<T extends @Nullable Object>(String message) implements Outcome<T> {}

  record Failed<T extends @Nullable Object>(Failure failure) implements Outcome<T> {}

  record Cancelled<T extends @Nullable Object>(String message) implements Outcome<T> {}
}
