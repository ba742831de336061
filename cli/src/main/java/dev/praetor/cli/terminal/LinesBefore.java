package dev.praetor.cli.terminal;

import dev.praetor.engine.CurrentTask;
import dev.praetor.engine.RunningTask;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * The last line of each task run, or of each thread outside task runs: a secret may be spread over
 * lines that code prints one by one. Thread-safe.
 */
final class LinesBefore {
  private final Map<Object, String> lines = new WeakHashMap<>();

  /** Returns the owner of what the current thread prints. */
  static Object printer() {
    Optional<RunningTask> task = CurrentTask.attributed();
    return task.isPresent() ? task.get() : Thread.currentThread();
  }

  /** Remembers a line; returns the line before, or an empty text. */
  synchronized String next(Object printer, String line) {
    String before = lines.put(printer, line);
    return before == null ? "" : before;
  }
}
