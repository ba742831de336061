package dev.praetor.engine.task;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a flow.
 *
 * @param defaultValue the value used if none is given; absent if the parameter is required
 * @param allowed the allowed values; empty if all values of the type are allowed
 */
public record ParameterDefinition(
    String name,
    Type type,
    Optional<Default> defaultValue,
    String description,
    List<Object> allowed) {
  /** A default value, which may be null. */
  public record Default(@Nullable Object value) {}

  public ParameterDefinition {
    allowed = List.copyOf(allowed);
  }

  public boolean required() {
    return defaultValue.isEmpty();
  }
}
