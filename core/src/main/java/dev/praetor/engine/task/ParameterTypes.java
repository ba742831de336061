package dev.praetor.engine.task;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts the values of parameters, strictly and exactly: text is never converted to a number,
 * numbers keep their digits, times their offset and zone, and constants go by their names.
 */
public final class ParameterTypes {
  private static final JsonMapper MAPPER =
      ExactJson.MAPPER
          .rebuild()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING)
          .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID)
          .annotationIntrospector(new RequiredComponents())
          .addModule(NumberReader.module())
          .build();

  private static final Pattern QUALIFIER = Pattern.compile("(?:\\w+[.$])+");

  private ParameterTypes() {}

  public static Type boxed(Type type) {
    return MethodReader.boxed(type);
  }

  /** Returns the reason why no value of this type can be read from JSON, if there is one. */
  public static Optional<String> problem(String name, Type type) {
    try {
      MAPPER.readerFor(MAPPER.constructType(type)).readValue("{}");
      return Optional.empty();
    } catch (InvalidDefinitionException e) {
      return Optional.of(
          "values of type "
              + type.getTypeName()
              + " cannot be read from JSON; use a record, an enum, text, a number or a list of"
              + " these, or give the type a creator");
    } catch (JacksonException anObjectIsNotWhatItWants) {
      return Optional.empty();
    }
  }

  /**
   * Converts a value to the parameter's type.
   *
   * @throws IllegalArgumentException if the value does not have this type; the message states what
   *     is expected
   */
  public static @Nullable Object convert(ParameterDefinition parameter, @Nullable Object value) {
    return convert(parameter, value, Optional.empty());
  }

  private static @Nullable Object convert(
      ParameterDefinition parameter, @Nullable Object value, Optional<String> json) {
    if (parameter.secret()) {
      return convertSecret(parameter, value, json);
    }
    Object read;
    try {
      read = read(parameter.type(), value, json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + example(parameter), e);
    }
    if (read == null && !isNullable(parameter)) {
      throw new IllegalArgumentException(
          "must be " + name(parameter.type()) + ", not " + describe(value) + example(parameter));
    }
    if (!parameter.allowed().isEmpty() && !parameter.allowed().contains(read)) {
      throw new IllegalArgumentException(
          "must be one of " + texts(parameter.allowed()) + ", not " + describe(value));
    }
    return read;
  }

  private static List<Object> texts(List<Object> allowed) {
    return allowed.stream()
        .map(value -> value instanceof Enum<?> constant ? constant.name() : value)
        .toList();
  }

  private static String example(ParameterDefinition parameter) {
    return ExampleValue.of(parameter.type())
        .map(text -> "; for example " + parameter.name() + "=" + text)
        .orElse("");
  }

  /** Returns whether null is a value of a parameter, which its default says. */
  private static boolean isNullable(ParameterDefinition parameter) {
    return parameter
        .defaultValue()
        .filter(defaultValue -> defaultValue.value() == null)
        .isPresent();
  }

  /** Converts a value that no message may contain. */
  private static @Nullable Object convertSecret(
      ParameterDefinition parameter, @Nullable Object value, Optional<String> json) {
    @Nullable Object read;
    try {
      read = read(parameter.type(), value, json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException( // Without its cause, which has the value.
          "must be " + name(parameter.type()) + ", which the secret value given is not");
    }
    if (read == null && !isNullable(parameter)) {
      throw new IllegalArgumentException("must be " + name(parameter.type()) + ", not null");
    }
    if (!parameter.allowed().isEmpty() && !parameter.allowed().contains(read)) {
      throw new IllegalArgumentException("is not one of the allowed values");
    }
    return read;
  }

  private static @Nullable Object read(Type type, @Nullable Object value, Optional<String> json) {
    JavaType target = MAPPER.constructType(type);
    if (value == null || isInstance(target, value)) {
      return value;
    }
    Optional<Exact> exact = exactly(type, value);
    if (exact.isPresent()) {
      return exact.get().value();
    }
    try {
      return MAPPER
          .readerFor(target)
          .readValue(json.orElseGet(() -> MAPPER.writeValueAsString(value)));
    } catch (JacksonException e) {
      String reason = UnreadableValue.reason(e, name(type));
      throw new IllegalArgumentException(
          reason.isEmpty() ? "must be " + what(type) + ", not " + describe(value) : reason, e);
    }
  }

  private static String what(Type type) {
    return type instanceof Class<?> enumeration && enumeration.isEnum()
        ? "one of " + texts(List.of(enumeration.getEnumConstants()))
        : name(type);
  }

  private record Exact(@Nullable Object value) {}

  /**
   * Returns a value that has the type already, which its class alone does not show; empty for JSON
   * and for values that are converted.
   */
  private static Optional<Exact> exactly(Type type, Object value) {
    if (value instanceof JsonNode || value instanceof String) {
      return Optional.empty();
    }
    ClassLoader loader = value.getClass().getClassLoader();
    ClassLoader ours = ParameterTypes.class.getClassLoader();
    Optional<ValueCodec> codec = ValueCodec.of(type, loader == null ? ours : loader).found();
    try {
      return codec.isEmpty()
          ? Optional.empty()
          : Optional.of(new Exact(codec.get().read(codec.get().text(value))));
    } catch (NotCarried | RuntimeException e) {
      return Optional.empty();
    }
  }

  /**
   * Parses a value written as text, for example on a command line: as JSON, or as the text itself
   * if the parameter is text or the text is not JSON.
   */
  public static @Nullable Object parse(ParameterDefinition parameter, String text) {
    if (parameter.type() == String.class) {
      return convert(parameter, text);
    }
    IllegalArgumentException notJson;
    try {
      JsonNode json = ExactJson.MAPPER.readTree(text);
      if (json.isMissingNode()) {
        return convert(parameter, text);
      }
      return convert(parameter, json, Optional.of(text));
    } catch (JacksonException e) {
      return convert(parameter, text);
    } catch (IllegalArgumentException e) {
      notJson = e;
    }
    try {
      return convert(parameter, text);
    } catch (IllegalArgumentException neitherText) {
      throw saysMore(notJson) ? notJson : neitherText;
    }
  }

  /** Returns whether a message about JSON says more than that the JSON is not of the type. */
  private static boolean saysMore(Throwable thrown) {
    return Stream.iterate(thrown, Objects::nonNull, Throwable::getCause)
        .anyMatch(cause ->
            cause instanceof JacksonException e && !UnreadableValue.reason(e, "").isEmpty());
  }

  private static boolean isInstance(JavaType target, Object value) {
    boolean isTree = JsonNode.class.isAssignableFrom(target.getRawClass());
    if (value instanceof JsonNode && !isTree) {
      return false; // It is also an Object, Comparable or Iterable, which is not meant.
    }
    return target.containedTypeCount() == 0 && target.getRawClass().isInstance(value);
  }

  /** Returns the name of a type without the packages and classes around it. */
  public static String name(Type type) {
    return name(type.getTypeName());
  }

  /** Returns a full name of a type without the packages and classes around it. */
  public static String name(String type) {
    return QUALIFIER.matcher(type).replaceAll("");
  }

  private static String describe(@Nullable Object value) {
    String text = String.valueOf(value);
    String shown = text.length() > 100 ? text.substring(0, 100) + "…" : text;
    return value instanceof CharSequence
        ? "the text '" + shown + "'"
        : shown
            + (value == null || value instanceof JsonNode
                ? ""
                : " (" + value.getClass().getSimpleName() + ")");
  }
}
