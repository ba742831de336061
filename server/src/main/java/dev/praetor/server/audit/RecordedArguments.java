package dev.praetor.server.audit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The arguments of a request, as far as they are recorded. */
final class RecordedArguments {
  /** The text that stands for a value that is not recorded. */
  static final String HIDDEN = "(not recorded)";

  /** The argument whose members are named, without their values. */
  private static final String PARAMETERS = "parameters";

  private static final JsonNodeFactory NODES = JsonMapper.shared().getNodeFactory();

  private RecordedArguments() {}

  /** Returns the values of the listed arguments; of the others, only that they were given. */
  static ObjectNode of(Map<String, ? extends @Nullable Object> given, Set<String> listed) {
    ObjectNode recorded = NODES.objectNode();
    new TreeMap<>(given)
        .forEach((name, value) ->
            recorded.set(
                name,
                name.equals(PARAMETERS)
                    ? names(json(value))
                    : listed.contains(name) ? json(value) : NODES.stringNode(HIDDEN)));
    return recorded;
  }

  /** Returns an object with the same names, and with no values. */
  private static JsonNode names(JsonNode parameters) {
    if (!parameters.isObject()) {
      return NODES.stringNode(HIDDEN);
    }
    ObjectNode names = NODES.objectNode();
    parameters.propertyNames().forEach(name -> names.put(name, HIDDEN));
    return names;
  }

  private static JsonNode json(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case JsonNode node -> node;
      case Boolean is -> NODES.booleanNode(is);
      case Number number -> JsonMapper.shared().valueToTree(number);
      case Map<?, ?> map -> {
        ObjectNode object = NODES.objectNode();
        map.forEach((name, member) -> object.set(String.valueOf(name), json(member)));
        yield object;
      }
      case List<?> list -> {
        ArrayNode array = NODES.arrayNode();
        list.forEach(element -> array.add(json(element)));
        yield array;
      }
      default -> NODES.stringNode(value.toString());
    };
  }
}
