package dev.praetor.engine.loading;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.InvalidRun;
import dev.praetor.Problem;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.graph.ParameterJson;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.engine.task.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Converts the parameters of runs to JSON, compares them with recorded ones, and converts recorded
 * ones back to arguments.
 */
public final class FlowParameters {
  private FlowParameters() {}

  /** Checks that the flow can run with these arguments, before anything is opened or created. */
  public static void check(Flow<?> flow, List<Argument> given) {
    read(flow, given);
  }

  private static Map<String, @Nullable Object> read(Flow<?> flow, List<Argument> given) {
    return Parameters.read(
        flow.name(), flow.definition().graph().parameters(), given.toArray(Argument[]::new));
  }

  /**
   * Returns all parameters as they are recorded with a run.
   *
   * @throws InvalidRun if a value cannot be recorded
   */
  public static JsonNode json(Flow<?> flow, List<Argument> given) {
    try {
      return ExactJson.MAPPER.readTree(
          ParameterJson.write(flow.definition().graph(), read(flow, given)));
    } catch (NotCarried e) {
      throw new InvalidRun(
          flow.name(), List.of(new Problem(flow.name(), "cannot be kept: " + e.getMessage())));
    }
  }

  /**
   * Returns the parameters of an earlier run, overridden by the given arguments. Recorded
   * parameters that the flow does not have are left out.
   *
   * @param notes for each parameter whose value is not recorded, the reason
   * @throws InvalidRun if a parameter is not given whose value is not recorded, or no longer fits
   *     its type
   */
  public static List<Argument> again(
      Flow<?> flow, String earlier, Map<String, String> notes, List<Argument> given) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    given.forEach(argument -> all.put(argument.name(), argument.value()));
    List<Problem> problems = new ArrayList<>();
    for (ParameterDefinition parameter : flow.definition().graph().parameters()) {
      if (all.containsKey(parameter.name())) {
        continue;
      }
      String name = parameter.name();
      if (notes.containsKey(name)) {
        problems.add(
            new Problem(
                flow.name() + "/" + name,
                "its value in the earlier run is not recorded ("
                    + notes.get(name)
                    + "); give it again"));
      } else {
        try {
          ParameterJson.read(flow.definition().graph(), earlier, parameter.name())
              .ifPresent(known -> all.put(parameter.name(), known.value()));
        } catch (NotCarried e) {
          problems.add(
              new Problem(
                  flow.name() + "/" + parameter.name(),
                  "its recorded value no longer fits, so it must be given again: "
                      + e.getMessage()));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidRun(flow.name(), problems);
    }
    List<Argument> arguments = new ArrayList<>();
    all.forEach((name, value) -> arguments.add(new Argument(name, value)));
    return arguments;
  }

  /**
   * Returns the names of the parameters whose values differ, or may differ, from those of the
   * earlier run.
   *
   * @param notes for each parameter whose value is not recorded, the reason; what is recorded in
   *     its place, such as a masked text, is no value to compare with
   */
  public static Set<String> changed(
      Flow<?> flow, String earlier, Map<String, String> notes, List<Argument> given) {
    JsonNode before = ExactJson.MAPPER.readTree(earlier);
    Set<String> names = new TreeSet<>();
    for (var parameter : json(flow, given).properties()) {
      boolean isRecorded = !notes.containsKey(parameter.getKey());
      if (!isRecorded || !parameter.getValue().equals(before.get(parameter.getKey()))) {
        names.add(parameter.getKey());
      }
    }
    return names;
  }
}
