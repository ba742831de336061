package dev.praetor.engine;

import java.time.Instant;
import java.util.function.Supplier;

/** Binds the task run whose code runs to its thread. */
public final class CurrentTask {
  private static final ScopedValue<RunningTask> CURRENT = ScopedValue.newInstance();

  private CurrentTask() {}

  /** Runs code as a part of a task run. */
  public static void run(RunningTask task, Runnable code) {
    ScopedValue.where(CURRENT, task).run(code);
  }

  /**
   * The task run of this thread.
   *
   * @param what the call that needs it, for the message
   * @throws IllegalStateException outside a task
   */
  public static RunningTask current(String what) {
    if (!CURRENT.isBound()) {
      throw new IllegalStateException(
          what
              + " works only inside a task, in the thread that runs it; hand other threads the values"
              + " they need");
    }
    return CURRENT.get();
  }

  /** A text without the secrets that the run of this thread has read. */
  public static String mask(String text) {
    return CURRENT.isBound() ? CURRENT.get().mask(text) : text;
  }

  /**
   * Keeps a line with the run whose task this thread runs; outside one there is nobody to keep it.
   * For appenders of logging frameworks, which see every line once.
   */
  public static void log(Instant time, String level, String logger, Supplier<String> text) {
    if (CURRENT.isBound() && CURRENT.get().keepsLogs()) {
      CURRENT.get().log(time, level, logger, text.get());
    }
  }
}
