package dev.praetor.engine.loop;

import java.time.Instant;
import java.util.function.Supplier;

/** Binds the attempt that runs to its thread. */
public final class CurrentAttempt {
  static final ScopedValue<Attempt> CURRENT = ScopedValue.newInstance();

  private CurrentAttempt() {}

  /** The attempt this thread runs; an error that names {@code what} outside one. */
  public static Attempt current(String what) {
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
   * Keeps a line with the run whose attempt this thread runs; outside one there is nobody to keep
   * it. For appenders of logging frameworks, which see every line once.
   */
  public static void log(Instant time, String level, String logger, Supplier<String> text) {
    if (CURRENT.isBound() && CURRENT.get().keepsLogs()) {
      CURRENT.get().log(time, level, logger, text.get());
    }
  }
}
