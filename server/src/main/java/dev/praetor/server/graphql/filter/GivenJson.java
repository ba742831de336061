package dev.praetor.server.graphql.filter;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.server.error.ApiCode;
import dev.praetor.server.error.RequestRefused;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the objects that callers give as JSON. */
public final class GivenJson {
  private GivenJson() {}

  /**
   * Reads values of parameters by name; none if nothing is given.
   *
   * @throws RequestRefused if it is no object
   */
  public static Map<String, JsonNode> parameters(@Nullable Object given) {
    Map<String, JsonNode> parameters = new LinkedHashMap<>();
    object("parameters", given)
        .forEach((name, value) ->
            parameters.put(String.valueOf(name), ExactJson.MAPPER.valueToTree(value)));
    return parameters;
  }

  /**
   * Reads texts by name; none if nothing is given.
   *
   * @throws RequestRefused if it is no object of texts
   */
  public static Map<String, String> labels(@Nullable Object given) {
    Map<String, String> labels = new LinkedHashMap<>();
    object("labels", given)
        .forEach((name, value) -> {
          if (!(value instanceof String text)) {
            throw new RequestRefused(
                ApiCode.BAD_REQUEST, "label '%s' is a text, not %s".formatted(name, value));
          }
          labels.put(String.valueOf(name), text);
        });
    return labels;
  }

  /**
   * Reads an object; an empty one if nothing is given.
   *
   * @throws RequestRefused if it is no object
   */
  public static Map<?, ?> object(String name, @Nullable Object given) {
    return switch (given) {
      case null -> Map.of();
      case Map<?, ?> object -> object;
      default ->
          throw new RequestRefused(
              ApiCode.BAD_REQUEST, "'%s' is an object with a member for each name".formatted(name));
    };
  }
}
