package dev.praetor.engine.task;

import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Thrown if a value in JSON cannot be read; with a message for people, which has the value. */
final class UnreadableValue extends MismatchedInputException {
  private static final long serialVersionUID = 1;

  UnreadableValue(JsonParser in, String message, Class<?> type) {
    super(in, message, type);
  }

  /**
   * Returns the reason why a value cannot be read, as a text that follows "must be Order"; empty if
   * nothing more can be said than that it is not.
   *
   * @param name the name of the type that the whole value should have
   */
  static String reason(JacksonException thrown, String name) {
    String path = path(thrown.getPath());
    return switch (thrown) {
      case UnreadableValue own when path.isEmpty() -> own.getOriginalMessage();
      case UnreadableValue own ->
          "must be " + name + ", but " + path + " " + own.getOriginalMessage();
      case InvalidNullException _ ->
          "must be " + name + ", but " + path + " is missing, and it must have a value";
      case UnrecognizedPropertyException unknown ->
          "must be "
              + name
              + ", but "
              + path
              + " is not known; there are "
              + names(unknown.getKnownPropertyIds());
      case MismatchedInputException other when !path.isEmpty() && other.getTargetType() != null ->
          "must be "
              + name
              + ", but "
              + path
              + " must be "
              + ParameterTypes.name(declared(other.getTargetType()));
      default -> "";
    };
  }

  /** Returns the type that an author would write for the type that a value is read as. */
  private static Type declared(Class<?> type) {
    return Stream.<Class<?>>of(List.class, Set.class, Map.class)
        .filter(kind -> kind.isAssignableFrom(type))
        .findFirst()
        .<Type>map(kind -> kind)
        .orElseGet(() -> MethodReader.boxed(type));
  }

  private static String names(Collection<Object> known) {
    return known.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  /** Returns the path to a part of a value, as in {@code items[2].price}. */
  private static String path(List<JacksonException.Reference> steps) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : steps) {
      if (step.getPropertyName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getPropertyName());
      }
    }
    return path.toString();
  }
}
