package dev.praetor;

import dev.praetor.engine.Spans;
import dev.praetor.function.F1;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The policy by which failed attempts are retried. Each failure is decided independently.
 * Immutable.
 *
 * <pre>{@code
 * Retry.times(5).exponential(ofSeconds(1), ofMinutes(2)).jitter(0.2).on(IOException.class)
 * }</pre>
 *
 * @param times the maximum number of retries after the first attempt, 0 to 1,000,000
 * @param delays the delays before the first, second … retry; the last delay is used for all further
 *     retries
 * @param backOff delays that double, which are used instead of the list
 * @param jitter the largest fraction by which a delay is shortened or lengthened at random, 0 to 1
 * @param types the types of the exceptions that are retried; causes are ignored; empty for all
 *     types
 * @param condition the condition that a failure must meet to be retried
 */
public record Retry(
    int times,
    List<Duration> delays,
    Optional<BackOff> backOff,
    double jitter,
    List<Class<? extends Throwable>> types,
    Optional<F1<Failure, Boolean>> condition) {
  private static final Retry NONE =
      new Retry(0, List.of(), Optional.empty(), 0, List.of(), Optional.empty());

  /** A delay that doubles from {@code first} up to {@code cap}, both at least zero. */
  public record BackOff(Duration first, Duration cap) {
    public BackOff {
      requireNotNegative(first);
      requireNotNegative(cap);
    }
  }

  /**
   * Checks the ranges and copies the lists.
   *
   * @throws IllegalArgumentException if a value is out of its range or a delay is negative
   */
  public Retry {
    if (times < 0 || times > 1_000_000) {
      throw new IllegalArgumentException("retries must be 0 to 1,000,000, not " + times);
    }
    if (!(jitter >= 0 && jitter <= 1)) {
      throw new IllegalArgumentException("jitter must be 0 to 1, not " + jitter);
    }
    delays = List.copyOf(delays);
    delays.forEach(Retry::requireNotNegative);
    types = List.copyOf(types);
  }

  /** Returns the policy that never retries, which is the default. */
  public static Retry none() {
    return NONE;
  }

  /**
   * Returns a policy of at most {@code times} retries, by default without a delay.
   *
   * @throws IllegalArgumentException if the number is not 0 to 1,000,000
   */
  public static Retry times(int times) {
    return new Retry(times, List.of(), Optional.empty(), 0, List.of(), Optional.empty());
  }

  /** Returns this policy with the same delay before every retry. */
  public Retry every(Duration delay) {
    return new Retry(times, List.of(delay), Optional.empty(), jitter, types, condition);
  }

  /**
   * Returns this policy with the delays before the first, second … retry; the last delay is used
   * for all further retries.
   */
  public Retry after(Duration... delays) {
    return new Retry(times, List.of(delays), Optional.empty(), jitter, types, condition);
  }

  /**
   * Returns this policy with a delay of {@code first} before the first retry, which doubles with
   * each further retry up to {@code cap}.
   */
  public Retry exponential(Duration first, Duration cap) {
    return new Retry(
        times, List.of(), Optional.of(new BackOff(first, cap)), jitter, types, condition);
  }

  /**
   * Returns this policy with delays that are shortened or lengthened at random by at most this
   * fraction, 0 to 1.
   */
  public Retry jitter(double fraction) {
    return new Retry(times, delays, backOff, fraction, types, condition);
  }

  /**
   * Returns this policy, restricted to failures whose exception has one of these types or a
   * subtype; causes are ignored. The exception of a timeout is a {@link
   * java.util.concurrent.TimeoutException}.
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is copied immediately.
  public final Retry on(Class<? extends Throwable>... types) {
    return new Retry(times, delays, backOff, jitter, List.of(types), condition);
  }

  /**
   * Returns this policy, restricted to failures that meet a condition. If the condition throws, the
   * failure is final.
   */
  public Retry when(F1<Failure, Boolean> condition) {
    return new Retry(times, delays, backOff, jitter, types, Optional.of(condition));
  }

  /**
   * Returns the delay before a retry.
   *
   * @param retry the number of the retry, from 1
   * @param random a number from 0 to 1; 0.5 means no jitter
   */
  public Duration delay(int retry, double random) {
    Duration base = baseDelay(retry);
    if (jitter == 0) {
      return base;
    }
    double factor = 1 + jitter * (2 * random - 1);
    return Spans.times(base, factor);
  }

  private Duration baseDelay(int retry) {
    if (backOff.isPresent()) {
      BackOff growth = backOff.get();
      int doublings = Math.min(retry - 1, 40);
      Duration grown =
          growth.first().compareTo(growth.cap().dividedBy(1L << doublings)) > 0
              ? growth.cap()
              : growth.first().multipliedBy(1L << doublings);
      return grown.compareTo(growth.cap()) > 0 ? growth.cap() : grown;
    }
    if (delays.isEmpty()) {
      return Duration.ZERO;
    }
    return delays.get(Math.min(retry, delays.size()) - 1);
  }

  private static void requireNotNegative(Duration delay) {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("a delay cannot be negative: " + delay);
    }
  }
}
