package dev.praetor.engine;

import dev.praetor.SecretUnavailable;
import dev.praetor.TaskContext;
import dev.praetor.VariableUnavailable;
import java.time.Instant;

/**
 * The task run whose code a thread runs, with the methods that code of authors and log appenders
 * need.
 */
public interface RunningTask extends TaskContext {
  /**
   * Returns a secret that the task declares. From then on the secret is masked in everything the
   * run writes.
   *
   * @throws SecretUnavailable if the task does not declare the secret, or no secret has this name
   */
  String secret(String name);

  /**
   * Returns the present value of a variable.
   *
   * @throws VariableUnavailable if no variable has this name
   */
  String variable(String name);

  /** Masks a part of a secret that the code has read, in everything the run writes. */
  void hide(String part);

  /** Returns a text without the secrets that the run has read. */
  String mask(String text);

  /**
   * Returns a line without the secrets that the run has read, and that begin in the line before.
   */
  String mask(String before, String line);

  /** Returns whether log lines are kept with the run. */
  boolean keepsLogs();

  /** Keeps a log line with the run. */
  void log(Instant time, String level, String logger, String text);
}
