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
 * @param secret true if the value is masked wherever the run writes
 */
public record ParameterDefinition(
    String name,
    Type type,
    Optional<Default> defaultValue,
    String description,
    List<Object> allowed,
    boolean secret) {
  /** A default value, which may be null. */
  public record Default(@Nullable Object value) {}

  public ParameterDefinition {
    allowed = List.copyOf(allowed);
  }

  public ParameterDefinition withDescription(String text) {
    return new ParameterDefinition(name, type, defaultValue, text, allowed, secret);
  }

  public ParameterDefinition withAllowed(List<Object> values) {
    return new ParameterDefinition(name, type, defaultValue, description, values, secret);
  }

  public ParameterDefinition asSecret() {
    return new ParameterDefinition(name, type, defaultValue, description, allowed, true);
  }

  public boolean required() {
    return defaultValue.isEmpty();
  }
}
