package dev.praetor.worker;

/** The way in which a process ended, in words. */
final class ExitText {
  private static final int BY_SIGNAL = 128;
  private static final int KILL = 9;
  private static final int OUT_OF_MEMORY = 3;

  private ExitText() {}

  /**
   * Returns the text for an exit status.
   *
   * @param lines the last lines that the process printed, in which the JVM says that memory ran out
   */
  static String of(int status, String lines) {
    if (status == BY_SIGNAL + KILL) {
      return "it was killed by signal 9, by a person or because the machine was out of memory";
    }
    if (status == OUT_OF_MEMORY && lines.contains("java.lang.OutOfMemoryError")) {
      return "it ran out of memory";
    }
    return status > BY_SIGNAL && status < BY_SIGNAL + 65
        ? "it was ended by signal " + (status - BY_SIGNAL)
        : "it ended with exit status " + status;
  }
}
