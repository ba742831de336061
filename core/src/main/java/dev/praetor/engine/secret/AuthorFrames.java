package dev.praetor.engine.secret;

import java.util.List;

/** Tells the frames of an author's own code in a stack trace from those of libraries. */
public final class AuthorFrames {
  private static final List<String> LIBRARIES =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "dev.praetor.engine.",
          "dev.praetor.store.",
          "dev.praetor.worker.",
          "dev.praetor.spi.",
          "dev.praetor.Secret.",
          "dev.praetor.Variable.",
          "dev.praetor.Task",
          "tools.jackson.",
          "com.fasterxml.",
          "kotlin.",
          "scala.",
          "org.springframework.",
          "org.apache.",
          "org.hibernate.",
          "org.slf4j.",
          "io.netty.",
          "reactor.",
          "com.google.common.");

  private AuthorFrames() {}

  /** Returns whether a frame, as {@link StackTraceElement#toString} writes it, is the author's. */
  public static boolean isOne(String frame) {
    int call = frame.indexOf('(');
    int module = frame.lastIndexOf('/', call < 0 ? frame.length() : call);
    String name = frame.substring(module + 1);
    return LIBRARIES.stream().noneMatch(name::startsWith);
  }
}
