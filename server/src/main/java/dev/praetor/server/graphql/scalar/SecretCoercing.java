package dev.praetor.server.graphql.scalar;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import graphql.schema.CoercingSerializeException;
import java.util.Locale;

/**
 * The values of secrets, which are given as variables only: the texts of requests are kept for a
 * while, and errors quote them.
 */
final class SecretCoercing implements Coercing<String, String> {
  @Override
  public String serialize(Object result, GraphQLContext context, Locale locale) {
    throw new CoercingSerializeException("the value of a secret is never an answer");
  }

  @Override
  public String parseValue(Object input, GraphQLContext context, Locale locale) {
    if (input instanceof String text) {
      return text;
    }
    throw CoercingParseValueException.newCoercingParseValueException()
        .message("the value of a secret is a text")
        .build();
  }

  @Override
  public String parseLiteral(
      Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
    throw CoercingParseLiteralException.newCoercingParseLiteralException()
        .message("the value of a secret is given as a variable")
        .sourceLocation(input.getSourceLocation())
        .build();
  }
}
