package dev.praetor.testkit;

import dev.praetor.engine.Spans;
import dev.praetor.engine.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A clock for tests. When no code is running and a run waits for a time, the clock jumps to that
 * time, so that a retry in an hour takes no time; while code is running, the clock advances with
 * real time. A {@link #manual} clock moves only when the test moves it. Thread-safe.
 *
 * {@snippet file="dev/praetor/testkit/TestKitTest.java" region="clock"}
 */
public final class SettableClock implements Timekeeper {
  private final boolean manual;
  private final List<RunAlarm> alarms = new CopyOnWriteArrayList<>();
  private volatile Reading reading;

  /** The date, and the time that has passed on this clock. */
  private record Reading(Instant date, long nanos) {
    long left(Due due) {
      return due.left(nanos, date);
    }

    Reading after(long passed) {
      Duration length = Duration.ofNanos(passed);
      return new Reading(Spans.after(date, length), Spans.after(nanos, length));
    }
  }

  private SettableClock(Instant start, boolean manual) {
    this.reading = new Reading(start, 0);
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
    return reading.date();
  }

  @Override
  public long nanos() {
    return reading.nanos();
  }

  /** Advances by a duration; everything due by then happens. */
  public void advance(Duration by) {
    move(Spans.nanos(by));
  }

  /**
   * Moves to a time; everything due by then happens.
   *
   * @throws IllegalArgumentException if the time is in the past
   */
  public synchronized void jumpTo(Instant time) {
    Instant now = reading.date();
    if (time.isBefore(now)) {
      throw new IllegalArgumentException("the clock cannot go back from " + now + " to " + time);
    }
    advance(Duration.between(now, time));
  }

  /**
   * Adjusts the date, forward or back, as an operator or a time server does. No time passes: what
   * waits for a date is affected, but timeouts, delays and sleeps are not.
   */
  public synchronized void adjust(Duration by) {
    reading = new Reading(reading.date().plus(by), reading.nanos());
    alarms.forEach(RunAlarm::ring);
  }

  private synchronized void move(long passed) {
    reading = reading.after(passed);
    alarms.forEach(RunAlarm::ring);
  }

  @Override
  public Alarm alarm(Runnable wake) {
    return new RunAlarm(wake);
  }

  /** The alarm of a run. Guarded by the clock. */
  private final class RunAlarm implements Alarm {
    private final Runnable wake;
    private final Alarm passing = Timekeeper.system().alarm(this::passed);
    private Due due = Due.NEVER;

    RunAlarm(Runnable wake) {
      this.wake = wake;
      alarms.add(this);
    }

    @Override
    public void set(Due next, boolean idle) {
      synchronized (SettableClock.this) {
        boolean changed = !next.equals(due);
        due = next;
        long left = reading.left(next);
        if (left == Spans.NEVER) {
          return;
        }
        if (left == 0) {
          wake.run();
        } else if (idle && !manual) {
          move(left);
        } else if (changed && !manual) {
          Timekeeper machine = Timekeeper.system();
          passing.set(Due.after(Spans.after(machine.nanos(), Duration.ofNanos(left))), false);
        }
      }
    }

    void ring() {
      if (reading.left(due) == 0) {
        wake.run();
      }
    }

    /** Advances the clock to the time that is due, because that much real time has passed. */
    private void passed() {
      synchronized (SettableClock.this) {
        long left = reading.left(due);
        if (left != 0 && left != Spans.NEVER) {
          move(left);
        }
      }
    }

    @Override
    public void close() {
      alarms.remove(this);
      passing.close();
    }
  }
}
