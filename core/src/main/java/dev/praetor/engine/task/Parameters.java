package dev.praetor.engine.task;

import dev.praetor.Argument;
import dev.praetor.InvalidRun;
import dev.praetor.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks the arguments of a run against the parameters of its flow. */
public final class Parameters {
  private Parameters() {}

  /**
   * Returns the value of every parameter.
   *
   * @throws InvalidRun with all arguments that are unknown, missing or of another type
   */
  public static Map<String, @Nullable Object> read(
      String flow, List<ParameterDefinition> parameters, Argument... given) {
    List<Problem> problems = new ArrayList<>();
    Map<String, @Nullable Object> read = read(flow, parameters, problems, given);
    if (!problems.isEmpty()) {
      throw new InvalidRun(flow, problems);
    }
    return read;
  }

  /** Returns the value of every parameter that has one; errors are added to {@code problems}. */
  static Map<String, @Nullable Object> read(
      String flow,
      List<ParameterDefinition> parameters,
      List<Problem> problems,
      Argument... given) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Argument argument : given) {
      if (values.containsKey(argument.name())) {
        problems.add(new Problem(flow + "/" + argument.name(), "is given twice"));
      }
      values.put(argument.name(), argument.value());
      if (parameters.stream().noneMatch(p -> p.name().equals(argument.name()))) {
        problems.add(
            new Problem(
                flow + "/" + argument.name(),
                unknown(parameters.stream().map(ParameterDefinition::name).toList())));
      }
    }
    Map<String, @Nullable Object> read = new LinkedHashMap<>();
    for (ParameterDefinition parameter : parameters) {
      read(flow, parameter, values, read, problems);
    }
    return read;
  }

  private static void read(
      String flow,
      ParameterDefinition parameter,
      Map<String, @Nullable Object> values,
      Map<String, @Nullable Object> read,
      List<Problem> problems) {
    String path = flow + "/" + parameter.name();
    if (values.containsKey(parameter.name())) {
      try {
        read.put(parameter.name(), ParameterTypes.convert(parameter, values.get(parameter.name())));
      } catch (IllegalArgumentException e) {
        problems.add(new Problem(path, String.valueOf(e.getMessage())));
      }
    } else if (parameter.required()) {
      problems.add(
          new Problem(
              path,
              "is required and was not given; it is " + ParameterTypes.name(parameter.type())));
    } else {
      read.put(parameter.name(), parameter.defaultValue().orElseThrow().value());
    }
  }

  /**
   * Returns the problem of an argument that no parameter takes.
   *
   * @param names the names of the parameters
   */
  public static String unknown(List<String> names) {
    return names.isEmpty()
        ? "there is no such parameter; this flow has none"
        : "there is no such parameter; there are " + String.join(", ", names);
  }
}
