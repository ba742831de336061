package dev.praetor;

import java.time.Duration;
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

  /** The loop continues with {@code state} after a delay, which holds no thread. */
  record NextAfter<S extends @Nullable Object, R extends @Nullable Object>(S state, Duration delay)
      implements Step<S, R> {
    /**
     * Checks the delay.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    public NextAfter {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("a delay cannot be negative: " + delay);
      }
    }
  }

  /** The loop ends with {@code value}. */
  record Done<S extends @Nullable Object, R extends @Nullable Object>(R value)
      implements Step<S, R> {}

  /** Returns the step that continues the loop: the next iteration is given {@code state}. */
  static <S extends @Nullable Object, R extends @Nullable Object> Step<S, R> next(S state) {
    return new Next<>(state);
  }

  /**
   * Returns this step with a delay before the next iteration, for example to poll a service: {@code
   * Step.next(state).after(ofSeconds(10))}.
   *
   * @throws IllegalArgumentException if the delay is negative
   * @throws IllegalStateException if this step ends the loop
   */
  default Step<S, R> after(Duration delay) {
    return switch (this) {
      case Next<S, R> next -> new NextAfter<>(next.state(), delay);
      case NextAfter<S, R> next -> new NextAfter<>(next.state(), delay);
      case Done<S, R> _ -> throw new IllegalStateException("nothing follows the end of a loop");
    };
  }

  /** Returns the step that ends the loop: {@code value} is the result of the task. */
  static <S extends @Nullable Object, R extends @Nullable Object> Step<S, R> done(R value) {
    return new Done<>(value);
  }
}
