package dev.praetor.engine.spec;

import dev.praetor.FlowSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compares the descriptions of two versions of a flow as JSON, so that no property is left out,
 * also none that is added later.
 */
public final class FlowDiff {
  /** The name of the change of two versions that differ only in the order of their parts. */
  static final String ORDER = "order";

  private static final String SCHEDULE = "schedule";

  /** The properties that are compared as parts. */
  private static final Set<String> PARTS = Set.of("nodes", "edges", "parameters", SCHEDULE);

  private final List<FlowChange> changes = new ArrayList<>();

  private FlowDiff() {}

  /** Returns the differences, by kinds of parts: none if the descriptions are equal. */
  public static List<FlowChange> of(FlowSpec before, FlowSpec after) {
    if (before.json().equals(after.json())) {
      return List.of();
    }
    FlowDiff diff = new FlowDiff();
    diff.compare(before.tree(), after.tree());
    if (diff.changes.isEmpty()) {
      diff.add(FlowChange.Part.OPTION, FlowChange.Kind.CHANGED, ORDER, List.of());
    }
    return List.copyOf(diff.changes);
  }

  private void compare(ObjectNode before, ObjectNode after) {
    parts(FlowChange.Part.TASK, before.path("nodes"), after.path("nodes"), FlowDiff::name);
    parts(FlowChange.Part.EDGE, before.path("edges"), after.path("edges"), FlowDiff::edge);
    parts(
        FlowChange.Part.PARAMETER,
        before.path("parameters"),
        after.path("parameters"),
        FlowDiff::name);
    for (FlowChange.Detail detail : details(before, after)) {
      if (detail.property().equals(SCHEDULE)) {
        add(FlowChange.Part.SCHEDULE, kind(detail), SCHEDULE, List.of(detail));
      } else if (!PARTS.contains(detail.property())) {
        add(FlowChange.Part.OPTION, kind(detail), detail.property(), List.of(detail));
      }
    }
  }

  private static String name(JsonNode part) {
    return part.path("name").asString("");
  }

  private static String edge(JsonNode edge) {
    String kind = edge.path("kind").asString("");
    return edge.path("from").asString("")
        + " → "
        + edge.path("to").asString("")
        + (kind.equals("data") ? "" : " (" + kind + ")");
  }

  private static FlowChange.Kind kind(FlowChange.Detail detail) {
    if (detail.before().isEmpty()) {
      return FlowChange.Kind.ADDED;
    }
    return detail.after().isEmpty() ? FlowChange.Kind.REMOVED : FlowChange.Kind.CHANGED;
  }

  private void add(
      FlowChange.Part part, FlowChange.Kind kind, String name, List<FlowChange.Detail> details) {
    changes.add(new FlowChange(part, kind, name, details));
  }

  private void parts(
      FlowChange.Part part, JsonNode before, JsonNode after, Function<JsonNode, String> key) {
    Map<String, JsonNode> then = byKey(before, key);
    Map<String, JsonNode> now = byKey(after, key);
    now.forEach((name, each) -> {
      JsonNode earlier = then.get(name);
      if (earlier == null) {
        add(part, FlowChange.Kind.ADDED, name, List.of());
      } else if (!earlier.equals(each)) {
        add(part, FlowChange.Kind.CHANGED, name, details(earlier, each));
      }
    });
    then.keySet().stream()
        .filter(name -> !now.containsKey(name))
        .forEach(name -> add(part, FlowChange.Kind.REMOVED, name, List.of()));
  }

  private static Map<String, JsonNode> byKey(JsonNode parts, Function<JsonNode, String> key) {
    Map<String, JsonNode> all = new LinkedHashMap<>();
    parts.forEach(each -> all.put(key.apply(each), each));
    return all;
  }

  private static List<FlowChange.Detail> details(JsonNode before, JsonNode after) {
    Set<String> names = new LinkedHashSet<>();
    before.propertyStream().forEach(each -> names.add(each.getKey()));
    after.propertyStream().forEach(each -> names.add(each.getKey()));
    List<FlowChange.Detail> details = new ArrayList<>();
    for (String name : names) {
      Optional<JsonNode> then = before.optional(name);
      Optional<JsonNode> now = after.optional(name);
      if (!then.equals(now)) {
        details.add(new FlowChange.Detail(name, then, now));
      }
    }
    return details;
  }
}
