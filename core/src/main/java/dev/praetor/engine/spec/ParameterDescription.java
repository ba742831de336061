package dev.praetor.engine.spec;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A parameter of a flow.
 *
 * @param type the name of its type
 * @param defaultValue the default value, which may be JSON's null; absent if the parameter is
 *     required
 * @param description the text for people; empty without one
 * @param allowed the allowed values; empty if all values of the type are allowed
 * @param secret true if the value is masked; then the default is masked here too
 */
public record ParameterDescription(
    String name,
    String type,
    Optional<JsonNode> defaultValue,
    String description,
    List<JsonNode> allowed,
    boolean secret) {
  public ParameterDescription {
    allowed = List.copyOf(allowed);
  }

  public boolean required() {
    return defaultValue.isEmpty();
  }
}
