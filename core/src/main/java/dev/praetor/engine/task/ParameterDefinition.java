package dev.praetor.engine.task;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parameter of a flow.
 *
 * @param defaultValue what it is where nobody gives it; absent where it is required
 * @param allowed the only values it may have; empty where all of its type are
 */
public record ParameterDefinition(
    String name,
    Type type,
    Optional<Default> defaultValue,
    String description,
    List<Object> allowed) {
  /** A default, which may be null. */
  public record Default(@Nullable Object value) {}

  public ParameterDefinition {
    allowed = List.copyOf(allowed);
  }

  public boolean required() {
    return defaultValue.isEmpty();
  }
}
