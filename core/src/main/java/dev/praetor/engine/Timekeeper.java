package dev.praetor.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The clock of a run, which can also wait for a time. */
public interface Timekeeper extends InstantSource {
  /**
   * Waits until {@code due} (forever if null) or until this thread is unparked. May return early.
   *
   * @param idle true if nothing is running, so that a test's clock may jump
   */
  void await(@Nullable Instant due, boolean idle);

  /**
   * Adds a listener that is called whenever this clock jumps, so that other waiting threads check
   * the time again.
   */
  default void onJump(Runnable listener) {}

  /** Returns the clock of the machine. */
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

  /**
   * Converts a wait to nanoseconds, at most one day: the waiting thread checks the time again then.
   */
  static long nanos(Duration wait) {
    return wait.compareTo(Duration.ofDays(1)) > 0 ? Duration.ofDays(1).toNanos() : wait.toNanos();
  }
}
