package dev.praetor.server.graphql.mistake;

import graphql.language.Argument;
import graphql.language.Directive;
import graphql.language.Document;
import graphql.language.Field;
import graphql.language.FragmentDefinition;
import graphql.language.FragmentSpread;
import graphql.language.InlineFragment;
import graphql.language.OperationDefinition;
import graphql.language.Selection;
import graphql.language.SelectionSet;
import graphql.language.SourceLocation;
import graphql.language.VariableDefinition;
import graphql.schema.GraphQLArgument;
import graphql.schema.GraphQLDirective;
import graphql.schema.GraphQLFieldDefinition;
import graphql.schema.GraphQLFieldsContainer;
import graphql.schema.GraphQLSchema;
import graphql.schema.GraphQLType;
import graphql.schema.GraphQLTypeUtil;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields, arguments and variables of a request, by where they are in its text. */
final class RequestPlaces {
  private final GraphQLSchema schema;
  private final Map<SourceLocation, Place> places = new HashMap<>();
  private final Map<SourceLocation, VariableDefinition> variables = new HashMap<>();

  /**
   * A field or a directive, or an argument of it.
   *
   * @param owner the field or directive, in words
   * @param takes the arguments that it takes
   * @param argument the argument at the place
   */
  record Place(String owner, List<GraphQLArgument> takes, Optional<Argument> argument) {
    Place {
      takes = List.copyOf(takes);
    }
  }

  private RequestPlaces(GraphQLSchema schema) {
    this.schema = schema;
  }

  static RequestPlaces of(GraphQLSchema schema, Document document) {
    RequestPlaces places = new RequestPlaces(schema);
    for (OperationDefinition each : document.getDefinitionsOfType(OperationDefinition.class)) {
      each.getVariableDefinitions()
          .forEach(variable -> places.variables.put(variable.getSourceLocation(), variable));
      places.add(each.getDirectives());
      places.add(each.getSelectionSet(), places.root(each));
    }
    for (FragmentDefinition each : document.getDefinitionsOfType(FragmentDefinition.class)) {
      places.add(each.getDirectives());
      places.add(each.getSelectionSet(), schema.getType(each.getTypeCondition().getName()));
    }
    return places;
  }

  /** Returns the field, directive or argument at a place. */
  Optional<Place> at(SourceLocation location) {
    return Optional.ofNullable(places.get(location));
  }

  /** Returns the definition of a variable at a place. */
  Optional<VariableDefinition> variable(SourceLocation location) {
    return Optional.ofNullable(variables.get(location));
  }

  private @Nullable GraphQLType root(OperationDefinition operation) {
    return switch (operation.getOperation()) {
      case QUERY -> schema.getQueryType();
      case MUTATION -> schema.getMutationType();
      case SUBSCRIPTION -> schema.getSubscriptionType();
    };
  }

  private void add(@Nullable SelectionSet selections, @Nullable GraphQLType within) {
    if (selections == null) {
      return;
    }
    for (Selection<?> each : selections.getSelections()) {
      switch (each) {
        case Field field -> add(field, within);
        case InlineFragment fragment -> {
          add(fragment.getDirectives());
          add(
              fragment.getSelectionSet(),
              fragment.getTypeCondition() == null
                  ? within
                  : schema.getType(fragment.getTypeCondition().getName()));
        }
        case FragmentSpread spread -> add(spread.getDirectives());
        default -> {}
      }
    }
  }

  private void add(Field field, @Nullable GraphQLType within) {
    add(field.getDirectives());
    GraphQLFieldDefinition definition = definition(field.getName(), within);
    if (definition == null) {
      add(field.getSelectionSet(), null);
      return;
    }
    add(
        "field '" + field.getName() + "'",
        definition.getArguments(),
        field.getSourceLocation(),
        field.getArguments());
    add(field.getSelectionSet(), GraphQLTypeUtil.unwrapAll(definition.getType()));
  }

  private @Nullable GraphQLFieldDefinition definition(String field, @Nullable GraphQLType within) {
    GraphQLFieldDefinition introspection = schema.getIntrospectionTypeFieldDefinition();
    if (within == schema.getQueryType() && field.equals(introspection.getName())) {
      return introspection;
    }
    return within instanceof GraphQLFieldsContainer type ? type.getFieldDefinition(field) : null;
  }

  private void add(List<Directive> directives) {
    for (Directive each : directives) {
      GraphQLDirective definition = schema.getDirective(each.getName());
      if (definition != null) {
        add(
            "directive '@" + each.getName() + "'",
            definition.getArguments(),
            each.getSourceLocation(),
            each.getArguments());
      }
    }
  }

  private void add(
      String owner,
      List<GraphQLArgument> takes,
      @Nullable SourceLocation location,
      List<Argument> given) {
    if (location != null) {
      places.put(location, new Place(owner, takes, Optional.empty()));
    }
    given.forEach(argument ->
        places.put(argument.getSourceLocation(), new Place(owner, takes, Optional.of(argument))));
  }
}
