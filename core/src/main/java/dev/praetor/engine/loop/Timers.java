package dev.praetor.engine.loop;

import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** What is due when. For the owner of a run. */
public final class Timers {
  private final PriorityQueue<Timer> due =
      new PriorityQueue<>(
          (a, b) -> a.at.equals(b.at) ? Long.compare(a.order, b.order) : a.at.compareTo(b.at));
  private long count;

  /** One thing that is due. */
  public static final class Timer {
    private final Instant at;
    private final long order;
    private @Nullable Runnable action;

    private Timer(Instant at, long order, Runnable action) {
      this.at = at;
      this.order = order;
      this.action = action;
    }

    /** It will not happen. What it held can be collected. */
    void cancel() {
      action = null;
    }
  }

  Timer at(Instant at, Runnable action) {
    Timer timer = new Timer(at, count++, action);
    due.add(timer);
    return timer;
  }

  @Nullable Instant next() {
    while (!due.isEmpty() && due.element().action == null) {
      due.remove();
    }
    return due.isEmpty() ? null : due.element().at;
  }

  void fire(Instant now) {
    while (!due.isEmpty() && !due.element().at.isAfter(now)) {
      Runnable action = due.remove().action;
      if (action != null) {
        action.run();
      }
    }
  }
}
