package dev.praetor.cli.error;

/** The exit statuses of the program. */
public final class ExitCode {
  public static final int SUCCESS = 0;

  /** A run failed, or a command did not have the requested effect. */
  public static final int FAILED = 1;

  /** The command cannot be executed as typed. */
  public static final int USAGE = 2;

  /** Ctrl-C ended the command, or a run was cancelled. */
  public static final int CANCELLED = 130;

  /** The reader of the output is gone, as after {@code head}: 128 and the number of SIGPIPE. */
  public static final int CLOSED_PIPE = 141;

  private ExitCode() {}
}
