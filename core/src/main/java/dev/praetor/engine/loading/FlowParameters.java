package dev.praetor.engine.loading;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.engine.task.Parameters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Converts the parameters of runs to JSON, compares them with recorded ones, and converts recorded
 * ones back to arguments.
 */
public final class FlowParameters {
  private static final JsonMapper MAPPER = JsonMapper.shared();

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
   * Returns all parameters as they are recorded with a run; values that are not JSON are converted
   * to text.
   */
  public static JsonNode json(Flow<?> flow, List<Argument> given) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    read(flow, given).forEach((name, value) -> all.put(name, json(value)));
    return MAPPER.readTree(MAPPER.writeValueAsString(all));
  }

  private static JsonNode json(@Nullable Object value) {
    try {
      return MAPPER.readTree(MAPPER.writeValueAsString(value));
    } catch (JacksonException e) {
      return MAPPER.getNodeFactory().stringNode(String.valueOf(value));
    }
  }

  /**
   * Returns the parameters of an earlier run, overridden by the given arguments. Recorded
   * parameters that the flow does not have are left out.
   */
  public static List<Argument> again(Flow<?> flow, String earlier, List<Argument> given) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    JsonNode stored = MAPPER.readTree(earlier);
    flow.definition().graph().parameters().stream()
        .filter(parameter -> stored.has(parameter.name()))
        .forEach(parameter -> all.put(parameter.name(), stored.get(parameter.name())));
    given.forEach(argument -> all.put(argument.name(), argument.value()));
    List<Argument> arguments = new ArrayList<>();
    all.forEach((name, value) -> arguments.add(new Argument(name, value)));
    return arguments;
  }

  /** Returns the names of the parameters whose values differ from those of the earlier run. */
  public static Set<String> changed(Flow<?> flow, String earlier, List<Argument> given) {
    JsonNode before = MAPPER.readTree(earlier);
    Set<String> names = new TreeSet<>();
    for (var parameter : json(flow, given).properties()) {
      if (!parameter.getValue().equals(before.get(parameter.getKey()))) {
        names.add(parameter.getKey());
      }
    }
    return names;
  }
}
