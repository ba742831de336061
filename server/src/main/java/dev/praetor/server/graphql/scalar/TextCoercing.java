package dev.praetor.server.graphql.scalar;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.CoercingParseValueException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A scalar that is a text in JSON, and an object of a class here. */
final class TextCoercing<T> implements Coercing<T, String> {
  /** The longest text that is read, so that no number in it grows without limit. */
  private static final int LONGEST = 64;

  private final String form;
  private final Class<T> type;
  private final Function<String, T> reader;
  private final Function<T, String> writer;

  private TextCoercing(
      String form, Class<T> type, Function<String, T> reader, Function<T, String> writer) {
    this.form = form;
    this.type = type;
    this.reader = reader;
    this.writer = writer;
  }

  static TextCoercing<Instant> dateTime() {
    return new TextCoercing<>(
        "a time such as 2026-03-06T13:30:00Z",
        Instant.class,
        TextCoercing::instant,
        time -> time.truncatedTo(ChronoUnit.MICROS).toString());
  }

  private static Instant instant(String text) {
    Instant time = Instant.parse(text);
    if (Math.abs(time.getEpochSecond()) > Long.MAX_VALUE / 2_000_000) {
      throw new DateTimeException("too far away");
    }
    return time;
  }

  static TextCoercing<Duration> duration() {
    return new TextCoercing<>(
        "a length of time such as PT1M30S", Duration.class, Duration::parse, Duration::toString);
  }

  @Override
  public String serialize(Object result, GraphQLContext context, Locale locale) {
    return writer.apply(type.cast(result));
  }

  @Override
  public T parseValue(Object input, GraphQLContext context, Locale locale) {
    try {
      return read(input);
    } catch (DateTimeException e) {
      throw CoercingParseValueException.newCoercingParseValueException()
          .message("this is not " + form)
          .build();
    }
  }

  @Override
  public T parseLiteral(
      Value<?> input, CoercedVariables variables, GraphQLContext context, Locale locale) {
    try {
      return read(input instanceof StringValue text ? text.getValue() : input);
    } catch (DateTimeException e) {
      throw CoercingParseLiteralException.newCoercingParseLiteralException()
          .message("this is not " + form)
          .sourceLocation(input.getSourceLocation())
          .build();
    }
  }

  @Override
  public Value<?> valueToLiteral(Object input, GraphQLContext context, Locale locale) {
    return StringValue.of(input instanceof String text ? text : writer.apply(type.cast(input)));
  }

  private T read(@Nullable Object input) {
    if (input instanceof String text && text.length() <= LONGEST) {
      return reader.apply(text);
    }
    throw new DateTimeException("not a text");
  }
}
