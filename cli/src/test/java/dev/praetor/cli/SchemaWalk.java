package dev.praetor.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Questions to a server that together ask for all that it tells, made from its introspection.
 *
 * @param types the types of the schema by their names
 * @param values the values of arguments by their names, as they stand in a question
 */
record SchemaWalk(Map<String, JsonNode> types, Map<String, String> values) {
  /** The question of introspection whose answer {@link #of} needs. */
  static final String INTROSPECTION =
      """
      { __schema { types { name kind fields { name
        type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }
        args { name defaultValue type { kind } } } } } }
      """;

  SchemaWalk {
    types = Map.copyOf(types);
    values = Map.copyOf(values);
  }

  static SchemaWalk of(JsonNode introspected, Map<String, String> values) {
    Map<String, JsonNode> types = new HashMap<>();
    for (JsonNode type : introspected.at("/data/__schema/types")) {
      if (type.path("kind").asString().equals("OBJECT")) {
        types.put(type.path("name").asString(), type);
      }
    }
    return new SchemaWalk(types, values);
  }

  /** Returns a question for each field of the root whose arguments have values. */
  List<String> questions(int depth, int first, int firstWithin) {
    List<String> questions = new ArrayList<>();
    for (JsonNode field : fields("Query")) {
      if (isAskable(field)) {
        questions.add("{ " + question(field, depth, first, firstWithin, Set.of()) + " }");
      }
    }
    return questions;
  }

  private Iterable<JsonNode> fields(String type) {
    return Objects.requireNonNull(types.get(type), type).path("fields");
  }

  private boolean isAskable(JsonNode field) {
    for (JsonNode argument : field.path("args")) {
      boolean needed =
          argument.at("/type/kind").asString().equals("NON_NULL")
              && argument.path("defaultValue").isNull();
      if (needed && !values.containsKey(argument.path("name").asString())) {
        return false;
      }
    }
    return true;
  }

  private String question(
      JsonNode field, int depth, int first, int firstWithin, Set<String> around) {
    List<String> arguments = new ArrayList<>();
    for (JsonNode argument : field.path("args")) {
      String name = argument.path("name").asString();
      if (name.equals("first")) {
        arguments.add("first: " + first);
      } else if (around.isEmpty() && values.containsKey(name)) {
        arguments.add(name + ": " + values.get(name));
      }
    }
    return field.path("name").asString()
        + (arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")")
        + selection(named(field.path("type")), depth, firstWithin, around);
  }

  private String selection(String type, int depth, int first, Set<String> around) {
    if (!types.containsKey(type)) {
      return "";
    }
    Set<String> within = new HashSet<>(around);
    within.add(type);
    StringBuilder text = new StringBuilder(" { __typename");
    for (JsonNode field : fields(type)) {
      String inner = named(field.path("type"));
      boolean isWanted = !types.containsKey(inner) || depth > 0 && !around.contains(inner);
      if (isWanted && isWithout(field)) {
        text.append(' ').append(question(field, depth - 1, first, first, within));
      }
    }
    return text.append(" }").toString();
  }

  /** Returns whether a field needs no arguments. */
  private static boolean isWithout(JsonNode field) {
    for (JsonNode argument : field.path("args")) {
      if (argument.at("/type/kind").asString().equals("NON_NULL")
          && argument.path("defaultValue").isNull()) {
        return false;
      }
    }
    return true;
  }

  private static String named(JsonNode type) {
    return type.path("ofType").isObject()
        ? named(type.path("ofType"))
        : type.path("name").asString();
  }
}
