package dev.praetor.cli;

import dev.praetor.PraetorException;

/** What the program says when it cannot do what it was asked. */
final class Wrong {
  private Wrong() {}

  /** A mistake of whoever typed the command, with what to do about it. */
  static final class Use extends RuntimeException {
    private static final long serialVersionUID = 1;

    Use(String message) {
      super(message, null, false, false);
    }
  }

  static int status(Throwable thrown) {
    return thrown instanceof Use || thrown instanceof PraetorException
        ? Main.WRONG_USE
        : Main.FAILED;
  }

  static String explain(Throwable thrown) {
    if (thrown instanceof Use || thrown instanceof PraetorException) {
      return "praetor: " + thrown.getMessage();
    }
    StringBuilder text = new StringBuilder("praetor: an unexpected error, please report it: ");
    text.append(thrown);
    for (StackTraceElement frame : thrown.getStackTrace()) {
      text.append("\n  at ").append(frame);
    }
    return text.toString();
  }
}
