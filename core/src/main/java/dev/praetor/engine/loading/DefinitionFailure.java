package dev.praetor.engine.loading;

import dev.praetor.Failure;
import dev.praetor.FlowSource;
import dev.praetor.InvalidTask;
import dev.praetor.PraetorException;
import dev.praetor.engine.task.AuthorLine;
import java.lang.reflect.InvocationTargetException;
import java.util.ServiceConfigurationError;

/** Converts what code of authors throws while it is loaded to a message with its place. */
final class DefinitionFailure {
  private static final String SERVICES = "META-INF/services/" + FlowSource.class.getName();

  private DefinitionFailure() {}

  /**
   * Returns the exception for a target.
   *
   * @param what the step that failed
   */
  static PraetorException of(String target, String what, Throwable thrown) {
    Throwable root = thrown;
    while (isWrapper(root) && root.getCause() != null) {
      root = root.getCause();
    }
    if (root instanceof PraetorException refused && !(root instanceof InvalidTask)) {
      return refused;
    }
    String line = AuthorLine.of(thrown).map(at -> "\n  at " + at).orElse("");
    return CannotLoadFlows.unusable(target, what + ": " + reason(root) + line, "");
  }

  private static boolean isWrapper(Throwable thrown) {
    return thrown instanceof InvocationTargetException
        || thrown instanceof ExceptionInInitializerError
        || thrown instanceof ServiceConfigurationError;
  }

  private static String reason(Throwable thrown) {
    String message = Failure.of(thrown).message();
    return switch (thrown) {
      case PraetorException refused -> message;
      case ServiceConfigurationError wrong ->
          "its file "
              + SERVICES
              + " is wrong: "
              + message.replace(FlowSource.class.getName() + ": ", "")
              + "; it names the jar's classes that implement FlowSource, one a line";
      case NoSuchMethodException absent when message.endsWith(".<init>()") ->
          "the class "
              + message.substring(0, message.lastIndexOf('.'))
              + " needs a public constructor without parameters";
      case UnsupportedClassVersionError newer ->
          "it was compiled for a newer JDK than this one, "
              + Runtime.version().feature()
              + "; compile it with --release "
              + Runtime.version().feature()
              + " ("
              + message
              + ")";
      case ClassFormatError damaged ->
          "its class file is damaged (" + message + "); build it again";
      case NoClassDefFoundError missing ->
          "it needs the class "
              + message.replace('/', '.')
              + ", which is missing or could not be loaded; add its jar, or look at what was"
              + " reported about it before";
      case StackOverflowError endless -> "a method calls itself without end";
      default -> Failure.of(thrown).summary();
    };
  }
}
