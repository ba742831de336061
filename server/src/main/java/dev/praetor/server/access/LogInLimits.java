package dev.praetor.server.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Slows down whoever guesses passwords: after some failures the next attempt has to wait, and from
 * then on twice as long after each. A name waits a minute at most, so that nobody locks its owner
 * out for long; an address, a quarter of an hour. What is known stays in memory, within bounds.
 * Thread-safe.
 */
final class LogInLimits {
  private static final Kind NAME = new Kind(5, Duration.ofMinutes(1));
  private static final Kind ADDRESS = new Kind(20, Duration.ofMinutes(15));
  private static final Duration FORGOTTEN = Duration.ofHours(1);
  private static final int MOST = 10_000;

  /** The length of the names that are told apart, in characters; no user has a longer one. */
  private static final int LONGEST = 100;

  private final InstantSource clock;
  private final Map<String, Failures> names = new Recent();
  private final Map<String, Failures> addresses = new Recent();

  LogInLimits(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * A rule.
   *
   * @param free the number of failures that cost nothing
   * @param longest the longest wait
   */
  private record Kind(int free, Duration longest) {
    Duration delay(int failures) {
      if (failures < free) {
        return Duration.ZERO;
      }
      Duration delay = Duration.ofSeconds(1L << Math.min(failures - free, 20));
      return delay.compareTo(longest) < 0 ? delay : longest;
    }
  }

  /** The failures of a name or an address, the last one at a time. */
  private record Failures(int n, Instant last) {}

  /** The failures that are the most recent ones. */
  private static final class Recent extends LinkedHashMap<String, Failures> {
    private static final long serialVersionUID = 1;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
      return size() > MOST;
    }
  }

  /**
   * Begins an attempt, which counts as a failure until it succeeds: of many at the same time, too.
   *
   * @return the time to wait before the attempt, which then does not count; empty if it may be made
   */
  synchronized Optional<Duration> begin(String given, String address) {
    String name = cut(given);
    Instant now = clock.instant();
    Duration wait = left(NAME, names.get(name), now);
    Duration other = left(ADDRESS, addresses.get(address), now);
    Duration longer = wait.compareTo(other) < 0 ? other : wait;
    if (longer.isPositive()) {
      return Optional.of(longer);
    }
    fail(names, name, now);
    fail(addresses, address, now);
    return Optional.empty();
  }

  /** Ends an attempt that succeeded: the name is free again, and the address as it was before. */
  synchronized void succeeded(String name, String address) {
    names.remove(cut(name));
    addresses.computeIfPresent(
        address,
        (_, failures) ->
            failures.n() <= 1 ? null : new Failures(failures.n() - 1, failures.last()));
  }

  private static String cut(String name) {
    return name.substring(0, Math.min(name.length(), LONGEST));
  }

  private static Duration left(Kind kind, @Nullable Failures failures, Instant now) {
    if (failures == null || isForgotten(failures, now)) {
      return Duration.ZERO;
    }
    return Duration.between(now, failures.last().plus(kind.delay(failures.n())));
  }

  private static boolean isForgotten(Failures failures, Instant now) {
    return !now.isBefore(failures.last().plus(FORGOTTEN));
  }

  private static void fail(Map<String, Failures> all, String of, Instant now) {
    all.merge(
        of,
        new Failures(1, now),
        (before, _) -> new Failures(isForgotten(before, now) ? 1 : before.n() + 1, now));
  }
}
