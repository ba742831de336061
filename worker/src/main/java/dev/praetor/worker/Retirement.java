package dev.praetor.worker;

import dev.praetor.engine.events.AbandonedCode;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Lets a runner retire in which code goes on that nobody can end: code that ignores its interrupt
 * after its run was cancelled, or after its time was over, would use a processor and memory for as
 * long as the runner lives. Thread-safe.
 */
public final class Retirement {
  private final Supplier<Duration> abandoned;
  private final Duration patience;
  private final Runnable begin;
  private boolean begun;

  /**
   * Creates a retirement that has not begun.
   *
   * @param patience the time for which abandoned code may go on
   * @param begin lets the runner take no more runs, and end after its last one; called once, and
   *     must not block
   */
  public Retirement(Duration patience, Runnable begin) {
    this(AbandonedCode::oldest, patience, begin);
  }

  Retirement(Supplier<Duration> abandoned, Duration patience, Runnable begin) {
    this.abandoned = abandoned;
    this.patience = patience;
    this.begin = begin;
  }

  /** Returns whether the runner retires; begins that if abandoned code goes on for too long. */
  public synchronized boolean check() {
    if (!begun && abandoned.get().compareTo(patience) > 0) {
      begun = true;
      begin.run();
    }
    return begun;
  }
}
