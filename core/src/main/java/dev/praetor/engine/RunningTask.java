package dev.praetor.engine;

import dev.praetor.SecretUnavailable;
import dev.praetor.TaskContext;
import java.time.Instant;

/** The task run whose code a thread runs, as far as the code of authors and log lines reach it. */
public interface RunningTask extends TaskContext {
  /**
   * The text of a secret that the task declares; from then on it is masked in all that the run
   * writes.
   *
   * @throws SecretUnavailable if the task does not declare it, or there is none of this name
   */
  String secret(String name);

  /** A text without the secrets that the run has read. */
  String mask(String text);

  /** Whether log lines are kept with the run. */
  boolean keepsLogs();

  /** Keeps a log line with the run. */
  void log(Instant time, String level, String logger, String text);
}
