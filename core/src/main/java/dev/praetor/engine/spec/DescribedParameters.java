package dev.praetor.engine.spec;

import dev.praetor.InvalidRun;
import dev.praetor.Problem;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.engine.task.ParameterTypes;
import dev.praetor.engine.task.Parameters;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Checks the arguments of a run against the description of its flow, where the code of the flow is
 * not at hand. Values of common types of the JDK are checked as they are with the code; a value of
 * another type is only known to be right when the code reads it.
 */
public final class DescribedParameters {
  private static final Map<String, Type> KNOWN =
      Stream.<Class<?>>of(
              String.class,
              boolean.class,
              Boolean.class,
              int.class,
              Integer.class,
              long.class,
              Long.class,
              double.class,
              Double.class,
              BigDecimal.class,
              BigInteger.class,
              LocalDate.class,
              LocalTime.class,
              LocalDateTime.class,
              OffsetDateTime.class,
              ZonedDateTime.class,
              Instant.class,
              Duration.class,
              UUID.class)
          .collect(Collectors.toUnmodifiableMap(Class::getName, Function.identity()));

  private DescribedParameters() {}

  /**
   * Returns the values to record for a run: those given, and the defaults of the others as far as
   * their types are known here.
   *
   * @throws InvalidRun with all arguments that are unknown, missing, secret or of another type
   */
  public static Map<String, JsonNode> read(FlowDescription flow, Map<String, JsonNode> given) {
    List<Problem> problems = unknown(flow, given);
    Map<String, JsonNode> read = new LinkedHashMap<>();
    for (ParameterDescription parameter : flow.parameters()) {
      Optional<JsonNode> value = Optional.ofNullable(given.get(parameter.name()));
      problem(parameter, value)
          .ifPresentOrElse(
              problem -> problems.add(new Problem(flow.name() + "/" + parameter.name(), problem)),
              () ->
                  value
                      .or(() -> recordedDefault(parameter))
                      .ifPresent(kept -> read.put(parameter.name(), kept)));
    }
    if (!problems.isEmpty()) {
      throw new InvalidRun(flow.name(), problems);
    }
    return read;
  }

  /**
   * Checks values that are to be the defaults of runs, of which each may give another.
   *
   * @throws InvalidRun with all values that are unknown, secret or of another type
   */
  public static void checkDefaults(FlowDescription flow, Map<String, JsonNode> values) {
    List<Problem> problems = unknown(flow, values);
    for (ParameterDescription parameter : flow.parameters()) {
      Optional.ofNullable(values.get(parameter.name()))
          .flatMap(value -> problem(parameter, Optional.of(value)))
          .ifPresent(
              problem -> problems.add(new Problem(flow.name() + "/" + parameter.name(), problem)));
    }
    if (!problems.isEmpty()) {
      throw new InvalidRun(flow.name(), problems);
    }
  }

  private static List<Problem> unknown(FlowDescription flow, Map<String, JsonNode> given) {
    List<Problem> problems = new ArrayList<>();
    List<String> names = flow.parameters().stream().map(ParameterDescription::name).toList();
    for (String name : given.keySet()) {
      if (!names.contains(name)) {
        problems.add(new Problem(flow.name() + "/" + name, Parameters.unknown(names)));
      }
    }
    return problems;
  }

  private static Optional<JsonNode> recordedDefault(ParameterDescription parameter) {
    return KNOWN.containsKey(parameter.type()) && !parameter.secret()
        ? parameter.defaultValue()
        : Optional.empty();
  }

  private static Optional<String> problem(
      ParameterDescription parameter, Optional<JsonNode> value) {
    if (value.isEmpty()) {
      return parameter.required()
          ? Optional.of(
              "is required and was not given; it is " + ParameterTypes.name(parameter.type()))
          : Optional.empty();
    }
    if (parameter.secret()) {
      return Optional.of(
          "is secret, and the value of a run that waits would be recorded; read a secret in a task"
              + " instead");
    }
    JsonNode given = value.get();
    if (!parameter.allowed().isEmpty()) {
      return parameter.allowed().contains(given)
          ? Optional.empty()
          : Optional.of("must be one of " + parameter.allowed() + ", not " + shortened(given));
    }
    Type known = KNOWN.get(parameter.type());
    return known == null ? nullProblem(parameter, given) : typeProblem(parameter, known, given);
  }

  private static Optional<String> nullProblem(ParameterDescription parameter, JsonNode given) {
    boolean nullable = parameter.defaultValue().filter(JsonNode::isNull).isPresent();
    return given.isNull() && !nullable
        ? Optional.of("must be " + ParameterTypes.name(parameter.type()) + ", not null")
        : Optional.empty();
  }

  private static Optional<String> typeProblem(
      ParameterDescription parameter, Type type, JsonNode given) {
    Optional<ParameterDefinition.Default> nothing =
        parameter
            .defaultValue()
            .filter(JsonNode::isNull)
            .map(_ -> new ParameterDefinition.Default(null));
    ParameterDefinition known =
        new ParameterDefinition(
            parameter.name(),
            ParameterTypes.boxed(type),
            nothing,
            parameter.description(),
            List.of(),
            false);
    try {
      var _ = ParameterTypes.convert(known, given.isNull() ? null : given);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static String shortened(JsonNode value) {
    String text = value.toString();
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  /**
   * Returns a value that was written as text, for example on a command line: the text itself for a
   * parameter that is text, otherwise JSON, or the text if it is not JSON.
   */
  public static JsonNode parse(FlowDescription flow, String name, String text) {
    boolean isText =
        flow.parameters().stream()
            .anyMatch(
                each -> each.name().equals(name) && each.type().equals(String.class.getName()));
    JsonNode plain = ExactJson.MAPPER.getNodeFactory().stringNode(text);
    if (isText) {
      return plain;
    }
    try {
      JsonNode read = ExactJson.MAPPER.readTree(text);
      return read.isMissingNode() ? plain : read;
    } catch (JacksonException e) {
      return plain;
    }
  }
}
