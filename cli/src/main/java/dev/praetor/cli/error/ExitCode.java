package dev.praetor.cli.error;

/** The exit statuses of the program. */
public final class ExitCode {
  public static final int SUCCESS = 0;

  /** A run failed, or what was asked for did not happen. */
  public static final int FAILED = 1;

  /** The command cannot be carried out as it was typed. */
  public static final int USAGE = 2;

  /** Ctrl-C ended it, or a run was cancelled. */
  public static final int CANCELLED = 130;

  private ExitCode() {}
}
