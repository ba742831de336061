package dev.praetor.engine.graph;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.task.ParameterDefinition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Writes the parameters of a run as JSON, each by its type, and reads them. */
public final class ParameterJson {
  private ParameterJson() {}

  /**
   * Writes parameters as an object with a property for each.
   *
   * @throws NotCarried if a value cannot be written; the message states which
   */
  public static String write(Graph graph, Map<String, @Nullable Object> parameters)
      throws NotCarried {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, @Nullable Object> parameter : parameters.entrySet()) {
      try {
        ValueCodec codec = codec(graph, parameter.getKey());
        texts.put(parameter.getKey(), codec.text(parameter.getValue()));
      } catch (NotCarried e) {
        throw e.in("parameter '" + parameter.getKey() + "'");
      }
    }
    return texts.entrySet().stream()
        .map(each -> ExactJson.MAPPER.writeValueAsString(each.getKey()) + ":" + each.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  /**
   * Returns the value of a parameter in a text that {@link #write} returned; empty if the text has
   * no such parameter.
   *
   * @throws NotCarried if the value no longer fits the type of the parameter
   */
  public static Optional<Given> read(Graph graph, String json, String name) throws NotCarried {
    JsonNode value = ExactJson.MAPPER.readTree(json).get(name);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Given(codec(graph, name).read(value.toString())));
    } catch (NotCarried e) {
      throw e.in("parameter '" + name + "'");
    }
  }

  /** The value of a parameter, which may be null. */
  public record Given(@Nullable Object value) {}

  /** Returns the codec of a parameter's values. */
  public static ValueCodec codec(Graph graph, String name) {
    return graph.parameters().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .map(ParameterDefinition::type)
        .flatMap(type -> graph.codecs().of(type).found())
        .orElseGet(graph.codecs()::any);
  }
}
