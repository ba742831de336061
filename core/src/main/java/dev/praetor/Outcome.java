package dev.praetor;

import org.jspecify.annotations.Nullable;

/**
 * How an upstream task run ended, as data: a task that takes an outcome runs however that upstream
 * ended.
 *
 * {@snippet :
 * static String describe(Outcome<Integer> outcome) {
 *   return switch (outcome) {
 *     case Outcome.Success<Integer> success -> "sent " + success.value();
 *     case Outcome.Skipped<Integer> skipped -> "skipped: " + skipped.message();
 *     case Outcome.Failed<Integer> failed -> "failed: " + failed.failure().message();
 *     case Outcome.Cancelled<Integer> cancelled -> "cancelled: " + cancelled.message();
 *   };
 * }
 * }
 */
public sealed interface Outcome<T extends @Nullable Object> {
  record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

  record Skipped<T extends @Nullable Object>(String message) implements Outcome<T> {}

  record Failed<T extends @Nullable Object>(Failure failure) implements Outcome<T> {}

  record Cancelled<T extends @Nullable Object>(String message) implements Outcome<T> {}
}
