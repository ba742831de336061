package dev.praetor;

import dev.praetor.function.F1;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * When a failed attempt is tried again. Immutable; each failure is decided on its own.
 *
 * <pre>{@code
 * Retry.times(5).exponential(ofSeconds(1), ofMinutes(2)).jitter(0.2).on(IOException.class)
 * }</pre>
 *
 * @param times how often at most it is tried again after the first attempt, 0 to 1,000,000
 * @param delays the waits before the first, second … retry; the last one serves for all that follow
 * @param backOff doubling waits, which take the place of the list
 * @param jitter by which fraction a wait is shortened or lengthened at random, 0 to 1
 * @param types only exceptions of these types (and of their causes' no) are retried; empty means
 *     all
 * @param condition only failures it holds for are retried
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

  /** A wait that doubles from {@code first} up to {@code cap}. */
  public record BackOff(Duration first, Duration cap) {
    public BackOff {
      requireNotNegative(first);
      requireNotNegative(cap);
    }
  }

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

  /** Never tries again: the default. */
  public static Retry none() {
    return NONE;
  }

  /** Tries again at most so often, at once unless a delay is given. */
  public static Retry times(int times) {
    return new Retry(times, List.of(), Optional.empty(), 0, List.of(), Optional.empty());
  }

  /** Waits the same time before every retry. */
  public Retry every(Duration delay) {
    return new Retry(times, List.of(delay), Optional.empty(), jitter, types, condition);
  }

  /** Waits these times before the first, second … retry, and the last of them before all others. */
  public Retry after(Duration... delays) {
    return new Retry(times, List.of(delays), Optional.empty(), jitter, types, condition);
  }

  /**
   * Waits {@code first} before the first retry, then twice as long each time, at most {@code cap}.
   */
  public Retry exponential(Duration first, Duration cap) {
    return new Retry(
        times, List.of(), Optional.of(new BackOff(first, cap)), jitter, types, condition);
  }

  /** Shortens or lengthens each wait at random by at most this fraction, 0 to 1. */
  public Retry jitter(double fraction) {
    return new Retry(times, delays, backOff, fraction, types, condition);
  }

  /**
   * Retries only failures of these types. A timeout is a {@link
   * java.util.concurrent.TimeoutException}.
   */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is copied at once.
  public final Retry on(Class<? extends Throwable>... types) {
    return new Retry(times, delays, backOff, jitter, List.of(types), condition);
  }

  /** Retries only failures for which this holds; if it throws, the failure stands. */
  public Retry when(F1<Failure, Boolean> condition) {
    return new Retry(times, delays, backOff, jitter, types, Optional.of(condition));
  }

  /**
   * The wait before a retry.
   *
   * @param retry 1 for the first one
   * @param random 0 to 1; half means no jitter
   */
  public Duration delay(int retry, double random) {
    Duration base = baseDelay(retry);
    if (jitter == 0) {
      return base;
    }
    double factor = 1 + jitter * (2 * random - 1);
    return Duration.ofNanos((long) (base.toNanos() * factor));
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
