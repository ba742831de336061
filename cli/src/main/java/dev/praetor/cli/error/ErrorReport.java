package dev.praetor.cli.error;

import dev.praetor.PraetorException;
import dev.praetor.client.ServerRefused;
import dev.praetor.engine.secret.KnownSecrets;

/** The message and the exit status of a command that failed. */
public final class ErrorReport {
  private ErrorReport() {}

  private static boolean isMistake(Throwable thrown) {
    return thrown instanceof UsageException || thrown instanceof PraetorException;
  }

  public static int status(Throwable thrown) {
    return isMistake(thrown) ? ExitCode.USAGE : ExitCode.FAILED;
  }

  /** Returns the message, without the secrets that runs of this process have read. */
  public static String explain(Throwable thrown) {
    return KnownSecrets.mask(text(thrown));
  }

  private static String text(Throwable thrown) {
    if (thrown instanceof ServerRefused refused) {
      return "praetor: " + RefusedKey.explain(refused);
    }
    if (isMistake(thrown) || thrown instanceof RunLeftProcess) {
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
