package dev.praetor.cli.terminal;

import dev.praetor.cli.error.UsageException;

/** The form of the log of a process that runs for others. */
public enum LogFormat {
  /** Lines for people. */
  TEXT,
  /** A JSON object a line, for programs that collect logs. */
  JSON;

  /** The variable of the environment by which processes of the program learn it. */
  public static final String VARIABLE = "PRAETOR_LOG_FORMAT";

  /**
   * Returns the format of a name.
   *
   * @param source the place of the name, for the message
   * @throws UsageException if there is no such format
   */
  public static LogFormat of(String name, String source) {
    return switch (name) {
      case "text" -> TEXT;
      case "json" -> JSON;
      default ->
          throw new UsageException(
              "%s: the format of the log is text or json, not '%s'".formatted(source, name));
    };
  }

  /** Returns the name by which it is chosen. */
  public String label() {
    return this == JSON ? "json" : "text";
  }
}
