package dev.praetor.server.graphql.scalar;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.ArrayValue;
import graphql.language.BooleanValue;
import graphql.language.EnumValue;
import graphql.language.FloatValue;
import graphql.language.IntValue;
import graphql.language.NullValue;
import graphql.language.ObjectField;
import graphql.language.ObjectValue;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.language.VariableReference;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Any value of JSON: maps, lists, texts, numbers and truth values here. */
final class JsonCoercing implements Coercing<Object, Object> {
  @Override
  public Object serialize(Object result, GraphQLContext context, Locale locale) {
    return result;
  }

  @Override
  public Object parseValue(Object input, GraphQLContext context, Locale locale) {
    return input;
  }

  @Override
  public @Nullable Object parseLiteral(
      Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
    return switch (input) {
      case StringValue text -> text.getValue();
      case BooleanValue truth -> truth.isValue();
      case IntValue number -> number.getValue();
      case FloatValue number -> number.getValue();
      case NullValue _ -> null;
      case EnumValue name -> name.getName();
      case VariableReference variable -> variables.get(variable.getName());
      case ArrayValue array -> {
        List<@Nullable Object> all = new ArrayList<>();
        for (Value<?> each : array.getValues()) {
          all.add(parseLiteral(each, variables, context, locale));
        }
        yield all;
      }
      case ObjectValue object -> {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        for (ObjectField field : object.getObjectFields()) {
          all.put(field.getName(), parseLiteral(field.getValue(), variables, context, locale));
        }
        yield all;
      }
      default ->
          throw CoercingParseLiteralException.newCoercingParseLiteralException()
              .message("this is no value of JSON")
              .sourceLocation(input.getSourceLocation())
              .build();
    };
  }
}
