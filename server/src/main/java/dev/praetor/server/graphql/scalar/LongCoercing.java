package dev.praetor.server.graphql.scalar;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.IntValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Optional;

/** Whole numbers of 64 bits. */
final class LongCoercing implements Coercing<Long, Long> {
  private static final String PROBLEM = "this is not a whole number of 64 bits";

  @Override
  public Long serialize(Object result, GraphQLContext context, Locale locale) {
    return ((Number) result).longValue();
  }

  @Override
  public Long parseValue(Object input, GraphQLContext context, Locale locale) {
    return read(input)
        .orElseThrow(() ->
            CoercingParseValueException.newCoercingParseValueException().message(PROBLEM).build());
  }

  @Override
  public Long parseLiteral(
      Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
    return read(input instanceof IntValue number ? number.getValue() : input)
        .orElseThrow(() ->
            CoercingParseLiteralException.newCoercingParseLiteralException()
                .message(PROBLEM)
                .sourceLocation(input.getSourceLocation())
                .build());
  }

  @Override
  public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
    return IntValue.newIntValue(BigInteger.valueOf(((Number) input).longValue())).build();
  }

  private static Optional<Long> read(Object input) {
    return switch (input) {
      case Integer number -> Optional.of(number.longValue());
      case Long number -> Optional.of(number);
      case BigInteger number when number.bitLength() < Long.SIZE ->
          Optional.of(number.longValueExact());
      default -> Optional.empty();
    };
  }
}
