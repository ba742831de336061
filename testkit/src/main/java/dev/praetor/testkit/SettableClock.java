package dev.praetor.testkit;

import dev.praetor.engine.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A clock for tests. When no code is running and a run waits for a time, the clock jumps to that
 * time, so that a retry in an hour takes no time; while code is running, the clock advances with
 * real time. A {@link #manual} clock moves only when the test moves it. Thread-safe.
 *
 * {@snippet file="dev/praetor/testkit/TestKitTest.java" region="clock"}
 */
public final class SettableClock implements Timekeeper {
  private final boolean manual;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Instant now;

  private SettableClock(Instant start, boolean manual) {
    this.now = start;
    this.manual = manual;
  }

  /** Creates a clock that starts at this time and jumps by itself. */
  public static SettableClock at(Instant start) {
    return new SettableClock(start, false);
  }

  /** Creates a clock that starts at this time and moves only when the test moves it. */
  public static SettableClock manual(Instant start) {
    return new SettableClock(start, true);
  }

  @Override
  public Instant instant() {
    return now;
  }

  /** Advances by a duration; everything due by then happens. */
  public void advance(Duration by) {
    jumpTo(now.plus(by));
  }

  /**
   * Moves to a time; everything due by then happens.
   *
   * @throws IllegalArgumentException if the time is in the past
   */
  public synchronized void jumpTo(Instant time) {
    if (time.isBefore(now)) {
      throw new IllegalArgumentException("the clock cannot go back from " + now + " to " + time);
    }
    now = time;
    listeners.forEach(Runnable::run);
  }

  @Override
  public void onJump(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void await(@Nullable Instant due, boolean idle) {
    if (due == null) {
      LockSupport.park(this);
    } else if (!due.isAfter(now)) {
      return;
    } else if (manual) {
      LockSupport.park(this);
    } else if (idle) {
      moveTo(due);
    } else {
      waitFor(due);
    }
  }

  private void waitFor(Instant due) {
    Duration left = Duration.between(now, due);
    long began = System.nanoTime();
    if (left.isPositive()) {
      LockSupport.parkNanos(this, Timekeeper.nanos(left));
    }
    if (System.nanoTime() - began >= left.toNanos()) {
      moveTo(due);
    }
  }

  private synchronized void moveTo(Instant time) {
    if (time.isAfter(now)) {
      jumpTo(time);
    }
  }
}
