package dev.praetor;

import org.jspecify.annotations.Nullable;

/**
 * What one iteration of a {@link Task#loop loop} decides: go on with a new state, or end with a
 * value.
 *
 * @param <S> the state handed from one iteration to the next
 * @param <R> the value of the loop
 */
public sealed interface Step<S extends @Nullable Object, R extends @Nullable Object> {
  record Next<S extends @Nullable Object, R extends @Nullable Object>(S state)
      implements Step<S, R> {}

  record Done<S extends @Nullable Object, R extends @Nullable Object>(R value)
      implements Step<S, R> {}

  /** Goes on: the next iteration gets {@code state}. */
  static <S extends @Nullable Object, R extends @Nullable Object> Step<S, R> next(S state) {
    return new Next<>(state);
  }

  /** Ends the loop: {@code value} is what the task returns. */
  static <S extends @Nullable Object, R extends @Nullable Object> Step<S, R> done(R value) {
    return new Done<>(value);
  }
}
