package dev.praetor.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The clock of a run: the date, by the clock on the wall, and the elapsed time, by which all
 * timeouts, delays and periods of grace are measured. The date may be adjusted by an hour, forward
 * or back, while the run is in progress; the elapsed time never is. Thread-safe.
 */
public interface Timekeeper extends InstantSource {
  /** Returns the elapsed time since an arbitrary moment, in nanoseconds, at least 0. */
  long nanos();

  /**
   * Creates an alarm.
   *
   * @param wake called by any thread when the alarm is due, and possibly early; must not block
   */
  Alarm alarm(Runnable wake);

  /**
   * Waits until a date (forever if null) or until this thread is unparked, but at most a second:
   * the clock on the wall may be adjusted.
   *
   * @param idle true if nothing is running
   */
  default void await(@Nullable Instant date, boolean idle) {
    long left = date == null ? Spans.NEVER : Spans.nanos(Duration.between(instant(), date));
    LockSupport.parkNanos(this, Math.min(left, TimeUnit.SECONDS.toNanos(1)));
  }

  /** An alarm, for one caller at a time. */
  interface Alarm {
    /**
     * Sets the time at which the alarm is due, in place of the earlier one.
     *
     * @param idle true if nothing is running, so that a test's clock may jump
     */
    void set(Due due, boolean idle);

    /** Turns the alarm off for good. */
    void close();
  }

  /**
   * The earlier of two times, of which each may be unset.
   *
   * @param nanos an elapsed time, or {@link Spans#NEVER}
   * @param date a date by the clock on the wall; a date after {@link Spans#LAST} never comes
   */
  record Due(long nanos, Instant date) {
    public static final Due NEVER = new Due(Spans.NEVER, Instant.MAX);

    public static Due after(long nanos) {
      return new Due(nanos, Instant.MAX);
    }

    public Due orAfter(long other) {
      return other < nanos ? new Due(other, date) : this;
    }

    /** Returns the time left, in nanoseconds, at least 0; {@link Spans#NEVER} if it never comes. */
    public long left(long elapsed, Instant now) {
      long left = nanos == Spans.NEVER ? Spans.NEVER : Math.max(0, nanos - elapsed);
      return date.isBefore(Spans.LAST)
          ? Math.min(left, Spans.nanos(Duration.between(now, date)))
          : left;
    }
  }

  /** Returns the clock of the machine. */
  static Timekeeper system() {
    return MachineClock.ONLY;
  }

  /**
   * The clock of the machine. One platform thread serves all alarms, so that they ring although all
   * processors compute. While an alarm waits for a date, the date is checked every second, because
   * the clock on the wall may be adjusted and the machine may sleep.
   */
  final class MachineClock implements Timekeeper {
    private static final MachineClock ONLY = new MachineClock();
    private static final long SWEEP = TimeUnit.SECONDS.toNanos(1);
    private static final long FARTHEST = TimeUnit.DAYS.toNanos(1);
    private final long origin = System.nanoTime();
    private final ScheduledThreadPoolExecutor alarms =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("praetor-alarms").daemon().factory());

    private MachineClock() {
      alarms.setRemoveOnCancelPolicy(true);
    }

    @Override
    public Instant instant() {
      return Instant.now();
    }

    @Override
    public long nanos() {
      return System.nanoTime() - origin;
    }

    @Override
    public Alarm alarm(Runnable wake) {
      return new MachineAlarm(wake);
    }

    private final class MachineAlarm implements Alarm {
      private final Runnable wake;
      private @Nullable ScheduledFuture<?> pending;
      private long rings = Spans.NEVER;

      MachineAlarm(Runnable wake) {
        this.wake = wake;
      }

      @Override
      public void set(Due due, boolean idle) {
        long now = nanos();
        long left = Math.min(due.left(now, instant()), FARTHEST);
        if (due.date().isBefore(Spans.LAST)) {
          left = Math.min(left, SWEEP);
        }
        ScheduledFuture<?> earlier = pending;
        if (earlier != null && rings > now) {
          if (rings <= now + left) {
            return;
          }
          earlier.cancel(false);
        }
        if (!due.equals(Due.NEVER)) {
          rings = now + left;
          pending = alarms.schedule(wake, left, TimeUnit.NANOSECONDS);
        }
      }

      @Override
      public void close() {
        if (pending != null) {
          pending.cancel(false);
        }
      }
    }
  }
}
