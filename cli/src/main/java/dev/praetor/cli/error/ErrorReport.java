package dev.praetor.cli.error;

import dev.praetor.PraetorException;
import dev.praetor.cli.Main;

/** What the program says when it cannot do what it was asked. */
public final class ErrorReport {
  private ErrorReport() {}

  /** A mistake of whoever typed the command, with what to do about it. */
  public static final class Use extends RuntimeException {
    private static final long serialVersionUID = 1;

    public Use(String message) {
      super(message, null, false, false);
    }
  }

  /** A run that has left this process; it is no mistake of anybody. */
  public static final class TakenOver extends RuntimeException {
    private static final long serialVersionUID = 1;

    public TakenOver(String message) {
      super(message, null, false, false);
    }
  }

  private static boolean isMistake(Throwable thrown) {
    return thrown instanceof Use || thrown instanceof PraetorException;
  }

  public static int status(Throwable thrown) {
    return isMistake(thrown) ? Main.WRONG_USE : Main.FAILED;
  }

  public static String explain(Throwable thrown) {
    if (isMistake(thrown) || thrown instanceof TakenOver) {
      return "praetor: " + thrown.getMessage();
    }
    StringBuilder text = new StringBuilder("praetor: an unexpected error, please report it: ");
    append(text, thrown);
    for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
      append(text.append("\ncaused by "), cause);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, Throwable thrown) {
    text.append(thrown);
    for (StackTraceElement frame : thrown.getStackTrace()) {
      text.append("\n  at ").append(frame);
    }
  }
}
