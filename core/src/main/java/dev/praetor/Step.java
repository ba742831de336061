package dev.praetor;

import org.jspecify.annotations.Nullable;

/**
 * The result of one iteration of a {@link Task#loop loop}: another iteration with a new state, or
 * the end of the loop with a value. Immutable.
 *
 * @param <S> the type of the state passed from one iteration to the next
 * @param <R> the type of the value of the loop
 */
public sealed interface Step<S extends @Nullable Object, R extends @Nullable Object> {
  /** The loop continues with {@code state}. */
  record Next<S extends @Nullable Object, R extends @Nullable Object>(S state)
      implements Step<S, R> {}

  /** The loop ends with {@code value}. */
  record Done<S extends @Nullable Object, R extends @Nullable Object>(R value)
      implements Step<S, R> {}

  /** Returns the step that continues the loop: the next iteration is given {@code state}. */
  static <S extends @Nullable Object, R extends @Nullable Object> Step<S, R> next(S state) {
    return new Next<>(state);
  }

  /** Returns the step that ends the loop: {@code value} is the result of the task. */
  static <S extends @Nullable Object, R extends @Nullable Object> Step<S, R> done(R value) {
    return new Done<>(value);
  }
}
