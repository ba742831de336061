package dev.praetor.embedded.serve;

import dev.praetor.engine.Timekeeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Wakes for the next instants of all schedules of a process, on a thread of its own. It looks at
 * the clock at least every second, as the clock may be set and the machine may sleep. Thread-safe.
 */
final class ScheduleTimer implements AutoCloseable {
  /**
   * A look at the clock.
   *
   * @param awake the time of the look before
   */
  record Look(Instant now, Instant awake) {}

  private record Alarm(Instant at, Consumer<Look> action) {}

  private static final long SWEEP = TimeUnit.SECONDS.toNanos(1);

  private final Timekeeper time;
  private final Runnable sweep;
  private final PriorityQueue<Alarm> alarms = new PriorityQueue<>(Comparator.comparing(Alarm::at));
  private final Thread thread =
      Thread.ofPlatform().name("praetor-schedules").daemon().unstarted(this::work);
  private volatile boolean closed;

  /** The time of the last look, by the clock of elapsed time. */
  private volatile long looked;

  /** The delay with which the last due alarms rang. */
  private volatile Duration late = Duration.ZERO;

  /**
   * Creates a timer.
   *
   * @param sweep called by the timer's thread about once a second; must not block
   */
  ScheduleTimer(Timekeeper time, Runnable sweep) {
    this.time = time;
    this.sweep = sweep;
  }

  void start() {
    looked = time.nanos();
    thread.start();
  }

  /** Returns the time since the timer has looked at the clock. */
  Duration sinceLook() {
    return thread.isAlive() ? Duration.ofNanos(time.nanos() - looked) : Duration.ZERO;
  }

  /** Returns how late the last due alarms rang. */
  Duration late() {
    return late;
  }

  /**
   * Sets an alarm, which rings once.
   *
   * @param action called by the timer's thread; must not block
   */
  void set(Instant at, Consumer<Look> action) {
    boolean isFirst;
    synchronized (alarms) {
      alarms.add(new Alarm(at, action));
      isFirst = alarms.element().at().equals(at);
    }
    if (isFirst) {
      LockSupport.unpark(thread);
    }
  }

  private void work() {
    Instant awake = time.instant();
    long swept = time.nanos();
    while (!closed) {
      Instant now = time.instant();
      Look look = new Look(now, awake);
      looked = time.nanos();
      List<Alarm> due = due(now);
      if (!due.isEmpty()) {
        late = Duration.between(due.getFirst().at(), now);
      }
      due.forEach(alarm -> alarm.action().accept(look));
      awake = now;
      if (time.nanos() - swept >= SWEEP) {
        swept = time.nanos();
        sweep.run();
      }
      Instant next = next();
      if (next == null || next.isAfter(time.instant())) {
        time.await(next, false);
      }
    }
  }

  private List<Alarm> due(Instant now) {
    List<Alarm> due = new ArrayList<>();
    synchronized (alarms) {
      for (Alarm first = alarms.peek();
          first != null && !first.at().isAfter(now);
          first = alarms.peek()) {
        due.add(alarms.remove());
      }
    }
    return due;
  }

  private @Nullable Instant next() {
    synchronized (alarms) {
      Alarm first = alarms.peek();
      return first == null ? null : first.at();
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
