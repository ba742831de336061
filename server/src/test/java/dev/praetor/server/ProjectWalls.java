package dev.praetor.server;

import dev.praetor.server.graphql.schema.ExecutableSchema;
import graphql.language.FieldDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.ListType;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.language.Type;
import graphql.language.TypeName;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Operations made from the schema: each asks for everything that it can give, to some depth, so
 * that nothing that it should not tell is missed.
 *
 * @param values the values of arguments by their names, as they stand in an operation
 */
record ProjectWalls(Map<String, String> values) {
  private static final TypeDefinitionRegistry SCHEMA =
      new SchemaParser().parse(ExecutableSchema.text());
  private static final int DEPTH = 4;

  ProjectWalls {
    values = Map.copyOf(values);
  }

  /** Returns the fields of a root type. */
  static List<FieldDefinition> fields(String root) {
    return object(root).orElseThrow().getFieldDefinitions();
  }

  private static Optional<ObjectTypeDefinition> object(String name) {
    return SCHEMA.getTypeOrNull(name) instanceof ObjectTypeDefinition type
        ? Optional.of(type)
        : Optional.empty();
  }

  /** Returns the operation of one field. */
  String operation(String root, FieldDefinition field) {
    return "%s { %s%s }"
        .formatted(
            root,
            call(field),
            selection(named(field.getType()), root.equals("query") ? DEPTH : 0, Set.of()));
  }

  private String call(FieldDefinition field) {
    List<String> arguments = new ArrayList<>();
    for (InputValueDefinition argument : field.getInputValueDefinitions()) {
      String value = values.get(argument.getName());
      boolean needed =
          argument.getType() instanceof NonNullType && argument.getDefaultValue() == null;
      if (value != null) {
        arguments.add(argument.getName() + ": " + value);
      } else if (needed) {
        arguments.add(argument.getName() + ": " + some(argument.getType()));
      }
    }
    return field.getName() + (arguments.isEmpty() ? "" : "(" + String.join(", ", arguments) + ")");
  }

  private static String some(Type<?> type) {
    return switch (named(type)) {
      case "Int" -> "1";
      case "DateTime" -> "\"2026-01-01T00:00:00Z\"";
      case "StateName" -> "Success";
      case "Role" -> "VIEWER";
      case "RunFilter" -> "{}";
      default -> "\"some\"";
    };
  }

  private String selection(String type, int depth, Set<String> around) {
    Optional<ObjectTypeDefinition> object = object(type);
    if (object.isEmpty()) {
      return "";
    }
    String fields =
        object.get().getFieldDefinitions().stream()
            .filter(field -> isPlain(field) && isWanted(named(field.getType()), depth, around))
            .map(field ->
                field.getName()
                    + few(field)
                    + selection(named(field.getType()), depth - 1, with(around, type)))
            .collect(Collectors.joining(" "));
    return " { __typename " + fields + " }";
  }

  /** Returns the argument that keeps a list within a list short. */
  private static String few(FieldDefinition field) {
    return field.getInputValueDefinitions().stream()
            .anyMatch(argument -> argument.getName().equals("first"))
        ? "(first: 3)"
        : "";
  }

  private static boolean isPlain(FieldDefinition field) {
    return field.getInputValueDefinitions().stream()
        .noneMatch(each -> each.getType() instanceof NonNullType && each.getDefaultValue() == null);
  }

  private static boolean isWanted(String type, int depth, Set<String> around) {
    return object(type).isEmpty() || depth > 0 && !around.contains(type);
  }

  private static Set<String> with(Set<String> around, String type) {
    return Stream.concat(around.stream(), Stream.of(type)).collect(Collectors.toSet());
  }

  private static String named(Type<?> type) {
    return switch (type) {
      case NonNullType one -> named(one.getType());
      case ListType one -> named(one.getType());
      case TypeName one -> one.getName();
      default -> throw new AssertionError(type);
    };
  }
}
