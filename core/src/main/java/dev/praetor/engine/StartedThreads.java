package dev.praetor.engine;

import java.util.Optional;

/**
 * Attributes the output of threads to the task run whose code has started them. A {@code
 * ScopedValue} is not inherited by threads that a task starts, so this is the only inheritable
 * variable of the engine; it is set only in programs that capture output.
 */
public final class StartedThreads {
  private static final InheritableThreadLocal<RunningTask> STARTER = new InheritableThreadLocal<>();
  private static volatile boolean attributed;

  private StartedThreads() {}

  /** Attributes threads that tasks start from now on. */
  public static void attribute() {
    attributed = true;
  }

  static void run(RunningTask task, Runnable code) {
    if (!attributed) {
      code.run();
      return;
    }
    STARTER.set(task);
    try {
      code.run();
    } finally {
      STARTER.remove();
    }
  }

  /** Returns the task run that has started this thread, directly or through other threads. */
  static Optional<RunningTask> starter() {
    return attributed ? Optional.ofNullable(STARTER.get()) : Optional.empty();
  }
}
