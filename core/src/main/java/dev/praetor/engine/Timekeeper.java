package dev.praetor.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The clock of a run, which also knows how to wait. */
public interface Timekeeper extends InstantSource {
  /**
   * Waits until {@code due} (for ever if there is none) or until somebody unparks this thread. May
   * return early.
   *
   * @param idle whether nothing at all is running, so that a clock of a test may jump
   */
  void await(@Nullable Instant due, boolean idle);

  /** Tells when this clock jumped, so that others who wait look again. */
  default void onJump(Runnable listener) {}

  /** The machine's clock. */
  static Timekeeper system() {
    return new Timekeeper() {
      @Override
      public Instant instant() {
        return Instant.now();
      }

      @Override
      public void await(@Nullable Instant due, boolean idle) {
        if (due == null) {
          LockSupport.park(this);
        } else {
          Duration left = Duration.between(instant(), due);
          if (left.isPositive()) {
            LockSupport.parkNanos(this, nanos(left));
          }
        }
      }
    };
  }

  /** As nanoseconds, where very long waits count as a day: whoever waits looks again then. */
  static long nanos(Duration wait) {
    return wait.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : wait.toNanos();
  }
}
