package dev.praetor.engine.events;

import dev.praetor.engine.taskruns.TaskRunExtra;
import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** The actions that are due at given times. For the owner of the run. */
public final class Timers {
  private final PriorityQueue<Timer> due =
      new PriorityQueue<>(
          (a, b) -> a.at.equals(b.at) ? Long.compare(a.order, b.order) : a.at.compareTo(b.at));
  private long count;

  /** An action that is due at a given time. */
  public static final class Timer implements TaskRunExtra.Cancellable {
    private final Instant at;
    private final long order;
    private @Nullable Runnable action;

    private Timer(Instant at, long order, Runnable action) {
      this.at = at;
      this.order = order;
      this.action = action;
    }

    /** Releases the action, so that the objects it refers to can be collected. */
    @Override
    public void cancel() {
      action = null;
    }
  }

  public Timer at(Instant at, Runnable action) {
    Timer timer = new Timer(at, count++, action);
    due.add(timer);
    return timer;
  }

  public @Nullable Instant next() {
    while (!due.isEmpty() && due.element().action == null) {
      due.remove();
    }
    return due.isEmpty() ? null : due.element().at;
  }

  /** Runs all actions that are due, and {@code afterEach} after each action. */
  public void fire(Instant now, Runnable afterEach) {
    while (!due.isEmpty() && !due.element().at.isAfter(now)) {
      Runnable action = due.remove().action;
      if (action != null) {
        action.run();
        afterEach.run();
      }
    }
  }
}
