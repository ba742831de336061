package dev.praetor.engine.task;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the line of the author's code in a stack, for messages about definitions. */
public final class AuthorLine {
  private static final List<String> PACKAGES =
      List.of(
          "dev.praetor.engine.",
          "dev.praetor.function.",
          "dev.praetor.schedule.",
          "dev.praetor.store.",
          "dev.praetor.cli.",
          "dev.praetor.testkit.",
          "picocli.");
  private static final List<String> SYSTEM = List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private AuthorLine() {}

  /** Returns the line from which the caller was called, as {@code Reminder.java:12}. */
  public static Optional<String> here() {
    return StackWalker.getInstance()
        .walk(frames ->
            frames
                .map(StackWalker.StackFrame::toStackTraceElement)
                .filter(AuthorLine::isAuthors)
                .findFirst()
                .map(AuthorLine::text));
  }

  /** Returns the line from which the caller was called, as a part of a sentence. */
  public static String at() {
    return here().map(line -> " (at " + line + ")").orElse("");
  }

  /** Returns the innermost line of the author's code in an exception or its causes. */
  public static Optional<String> of(Throwable thrown) {
    return chain(thrown).toList().reversed().stream()
        .flatMap(each -> Arrays.stream(each.getStackTrace()))
        .filter(AuthorLine::isAuthors)
        .findFirst()
        .map(AuthorLine::text);
  }

  private static Stream<Throwable> chain(Throwable thrown) {
    return Stream.<Throwable>iterate(thrown, each -> each != null, Throwable::getCause).limit(20);
  }

  private static String text(StackTraceElement frame) {
    String file = frame.getFileName() == null ? frame.getClassName() : frame.getFileName();
    return frame.getLineNumber() > 0 ? file + ":" + frame.getLineNumber() : file;
  }

  private static boolean isAuthors(StackTraceElement frame) {
    String type = frame.getClassName();
    return !isIn(type, SYSTEM) && !isIn(type, PACKAGES) && !isApi(type);
  }

  /** Returns whether a class is of the package {@code dev.praetor} itself. */
  private static boolean isApi(String type) {
    return type.startsWith("dev.praetor.") && type.indexOf('.', "dev.praetor.".length()) < 0;
  }

  private static boolean isIn(String type, Collection<String> packages) {
    return packages.stream().anyMatch(type::startsWith);
  }
}
