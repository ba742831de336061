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

/** The parameters of runs as JSON: how they are kept, compared and given again. */
public final class FlowParameters {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private FlowParameters() {}

  /** Refuses what the flow cannot run with, before anything is opened or made. */
  public static void check(Flow<?> flow, List<Argument> given) {
    read(flow, given);
  }

  private static Map<String, @Nullable Object> read(Flow<?> flow, List<Argument> given) {
    return Parameters.read(
        flow.name(), flow.definition().graph().parameters(), given.toArray(Argument[]::new));
  }

  /** All parameters as a run would be kept with; those that are not JSON as text. */
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

  /** The parameters of an earlier run, overridden by those given now. Unknown ones are left out. */
  public static List<Argument> again(Flow<?> flow, String earlier, List<Argument> given) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    JsonNode stored = MAPPER.readTree(earlier);
    flow.definition().graph().parameters().stream()
        .filter(wanted -> stored.has(wanted.name()))
        .forEach(wanted -> all.put(wanted.name(), stored.get(wanted.name())));
    given.forEach(argument -> all.put(argument.name(), argument.value()));
    List<Argument> arguments = new ArrayList<>();
    all.forEach((name, value) -> arguments.add(new Argument(name, value)));
    return arguments;
  }

  /** The names of those with another value than the earlier run had. */
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
