package dev.praetor.server.graphql.mistake;

import dev.praetor.store.flow.SimilarName;
import graphql.schema.GraphQLEnumType;
import graphql.schema.GraphQLEnumValueDefinition;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLInputObjectField;
import graphql.schema.GraphQLInputObjectType;
import graphql.schema.GraphQLNamedSchemaElement;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The names that the schema allows. */
record Allowed(GraphQLSchema schema) {
  private static final int MOST_SHOWN = 25;
  private static final int LONGEST_NAME = 100;
  private static final Pattern FIELD = Pattern.compile("\\.(\\w+)");

  /** Returns advice with the similar name, or else with all names if they are few. */
  static String names(String written, Collection<String> names) {
    return similar(written, names)
        .orElseGet(() ->
            names.isEmpty() || names.size() > MOST_SHOWN ? "" : "; there are " + joined(names));
  }

  private static Optional<String> similar(String written, Collection<String> names) {
    return SimilarName.of(written, names).map("; did you mean '%s'?"::formatted);
  }

  private static String joined(Collection<String> names) {
    return names.stream()
        .map(name -> ShownText.of(name, LONGEST_NAME))
        .collect(Collectors.joining(", "));
  }

  /** Returns advice with the values of an enum and the similar one; empty for other types. */
  String values(String type, String written) {
    if (!(schema.getType(type) instanceof GraphQLEnumType enumeration)) {
      return "";
    }
    List<String> values =
        enumeration.getValues().stream().map(GraphQLEnumValueDefinition::getName).toList();
    String unquoted = written.replace("\"", "");
    return similar(unquoted, values).orElse("")
        + (values.size() > MOST_SHOWN ? "" : "; its values are " + joined(values));
  }

  /** Returns the names of the fields of a type. */
  List<String> fields(String type) {
    return switch (schema.getType(type)) {
      case GraphQLFieldsContainer object ->
          object.getFieldDefinitions().stream().map(GraphQLFieldDefinition::getName).toList();
      case GraphQLInputObjectType object ->
          object.getFieldDefinitions().stream().map(GraphQLInputObjectField::getName).toList();
      case null, default -> List.of();
    };
  }

  /** Returns the names of all types. */
  List<String> types() {
    return schema.getAllTypesAsList().stream()
        .map(GraphQLNamedSchemaElement::getName)
        .filter(name -> !name.startsWith("__"))
        .toList();
  }

  /** Returns the name of the type of a part of an argument; empty if there is no such part. */
  Optional<String> type(GraphQLType argument, String path) {
    @Nullable GraphQLType at = GraphQLTypeUtil.unwrapAll(argument);
    Matcher field = FIELD.matcher(path);
    while (field.find()) {
      GraphQLInputObjectField part =
          at instanceof GraphQLInputObjectType object
              ? object.getFieldDefinition(field.group(1))
              : null;
      at = part == null ? null : GraphQLTypeUtil.unwrapAll(part.getType());
    }
    return Optional.ofNullable(at).map(GraphQLTypeUtil::simplePrint);
  }
}
