package dev.praetor.worker;

import dev.praetor.PraetorException;
import dev.praetor.client.ServerRefused;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The attempts of a worker to get orders while nobody gives it any: when the next one is due, and
 * what its log says, once when it begins and once when it is over. Only {@link #hurry} may be
 * called on any thread.
 */
final class Attempts {
  /** Less than the time after which a silent worker counts as dead. */
  private static final Duration LONGEST_AWAY = Duration.ofSeconds(5);

  /** The time between looks at the runners, which does not depend on orders. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final WorkerLog log;
  private @Nullable Backoff failed;
  private String said = "";
  private volatile boolean hurries;

  Attempts(WorkerLog log) {
    this.log = log;
  }

  /** Returns whether an exception says that the server does not take the key. */
  static boolean isOfKey(PraetorException e) {
    return e instanceof ServerRefused refused && refused.isOfKey();
  }

  /** Returns the longest pause after a failure. */
  static Duration longestPause(PraetorException e) {
    return isOfKey(e) ? Backoff.LONGEST : LONGEST_AWAY;
  }

  /** Makes the next attempt due at once: there are signs that it may succeed. */
  void hurry() {
    hurries = true;
  }

  /** Returns whether an attempt is due. */
  boolean isDue() {
    return failed == null || hurries || !failed.left().isPositive();
  }

  /** Returns the time until the next look. */
  Duration pause() {
    Duration left = failed == null ? Duration.ZERO : failed.left();
    return left.compareTo(LOOK) < 0 ? left : LOOK;
  }

  /** Notes that an attempt succeeded. */
  void succeeded() {
    hurries = false;
    if (failed != null) {
      failed = null;
      said = "";
      log.warn("the worker gets orders again");
    }
  }

  /**
   * Notes that an attempt failed, and another one may succeed.
   *
   * @return the time until the next look
   */
  Duration failed(PraetorException e) {
    hurries = false;
    Duration longest = longestPause(e);
    failed = failed == null ? Backoff.first() : failed.next(longest);
    String problem = String.valueOf(e.getMessage());
    if (!problem.equals(said)) {
      said = problem;
      long seconds = longest.toSeconds();
      if (isOfKey(e)) {
        log.error(
            "%s; until then the worker starts no runs. It reads its key from the file again for each attempt, at last every %d s"
                .formatted(problem, seconds));
      } else {
        log.warn("%s; the worker asks again, at last every %d s".formatted(problem, seconds));
      }
    }
    return pause();
  }
}
