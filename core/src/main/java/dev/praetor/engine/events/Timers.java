package dev.praetor.engine.events;

import dev.praetor.engine.Spans;
import dev.praetor.engine.Timekeeper.Due;
import dev.praetor.engine.taskruns.TaskRunExtra;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The actions that are due after an elapsed time or at a date. An action whose time never comes is
 * dropped. For the owner of the run.
 */
public final class Timers {
  private final PriorityQueue<Timer> elapsed =
      new PriorityQueue<>(
          Comparator.<Timer>comparingLong(timer -> timer.nanos).thenComparingLong(t -> t.order));
  private final PriorityQueue<Timer> dates =
      new PriorityQueue<>(
          Comparator.<Timer, Instant>comparing(timer -> timer.date)
              .thenComparingLong(t -> t.order));
  private long count;

  /** An action that is due at a given time. */
  public static final class Timer implements TaskRunExtra.Cancellable {
    private final long nanos;
    private final Instant date;
    private final long order;
    private @Nullable Runnable action;

    private Timer(long nanos, Instant date, long order, Runnable action) {
      this.nanos = nanos;
      this.date = date;
      this.order = order;
      this.action = action;
    }

    /** Releases the action, so that the objects it refers to can be collected. */
    @Override
    public void cancel() {
      action = null;
    }
  }

  /** Adds an action that is due at an elapsed time, in nanoseconds. */
  public Timer after(long nanos, Runnable action) {
    Timer timer = new Timer(nanos, Instant.MAX, count++, action);
    if (nanos != Spans.NEVER) {
      elapsed.add(timer);
    }
    return timer;
  }

  /** Adds an action that is due at a date by the clock on the wall. */
  public Timer at(Instant date, Runnable action) {
    Timer timer = new Timer(Spans.NEVER, date, count++, action);
    if (date.isBefore(Spans.LAST)) {
      dates.add(timer);
    }
    return timer;
  }

  /** Returns the time at which the next action is due. */
  public Due next() {
    dropCancelled(elapsed);
    dropCancelled(dates);
    if (elapsed.isEmpty() && dates.isEmpty()) {
      return Due.NEVER;
    }
    return new Due(
        elapsed.isEmpty() ? Spans.NEVER : elapsed.element().nanos,
        dates.isEmpty() ? Instant.MAX : dates.element().date);
  }

  private static void dropCancelled(PriorityQueue<Timer> queue) {
    while (!queue.isEmpty() && queue.element().action == null) {
      queue.remove();
    }
  }

  /** Runs all actions that are due, and {@code afterEach} after each action. */
  public void fire(TurnClock clock, Runnable afterEach) {
    while (!elapsed.isEmpty() && elapsed.element().nanos <= clock.nanos()) {
      run(elapsed.remove(), afterEach);
    }
    while (!dates.isEmpty() && !dates.element().date.isAfter(clock.date())) {
      run(dates.remove(), afterEach);
    }
  }

  private static void run(Timer timer, Runnable afterEach) {
    Runnable action = timer.action;
    if (action != null) {
      action.run();
      afterEach.run();
    }
  }
}
