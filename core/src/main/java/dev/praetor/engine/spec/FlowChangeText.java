package dev.praetor.engine.spec;

import dev.praetor.engine.codec.ExactJson;
import dev.praetor.schedule.ScheduleJson;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the differences of two versions of a flow in words and as JSON. */
public final class FlowChangeText {
  private static final JsonMapper JSON = ExactJson.MAPPER;
  private static final int LONGEST_VALUE = 100;

  private FlowChangeText() {}

  /** Returns a difference in words, in one line. */
  public static String of(FlowChange change) {
    String what =
        switch (change.part()) {
          case TASK, EDGE, PARAMETER -> word(change.part()) + " " + change.name();
          case SCHEDULE, OPTION -> change.name();
        };
    if (change.name().equals(FlowDiff.ORDER) && change.details().isEmpty()) {
      return "the order of its tasks, edges or parameters is another one";
    }
    return switch (change.kind()) {
      case ADDED -> what + " is new" + value(change, FlowChange.Detail::after);
      case REMOVED -> what + " is gone" + value(change, FlowChange.Detail::before);
      case CHANGED -> what + ": " + details(change);
    };
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** Returns one of the two values of a property. */
  private interface Side {
    Optional<JsonNode> of(FlowChange.Detail detail);
  }

  private static String value(FlowChange change, Side side) {
    return change.details().stream()
        .map(detail -> ": " + value(change.part(), side.of(detail)))
        .collect(Collectors.joining());
  }

  private static String details(FlowChange change) {
    boolean single =
        change.part() == FlowChange.Part.SCHEDULE || change.part() == FlowChange.Part.OPTION;
    return change.details().stream()
        .filter(detail -> !isTold(change, detail))
        .map(detail -> single ? values(change, detail) : property(change, detail))
        .collect(Collectors.joining(", "));
  }

  /** Returns whether another property says the same: a parameter is required without a default. */
  private static boolean isTold(FlowChange change, FlowChange.Detail detail) {
    return change.part() == FlowChange.Part.PARAMETER && detail.property().equals("required");
  }

  private static String property(FlowChange change, FlowChange.Detail detail) {
    return switch (detail.property()) {
      case "shape" -> "the type of its result has other components, constants or members";
      case "captured" -> "its code captured other values";
      case "deciding" -> "the definition of its flow is another one";
      default -> detail.property() + " " + values(change, detail);
    };
  }

  private static String values(FlowChange change, FlowChange.Detail detail) {
    return value(change.part(), detail.before()) + " → " + value(change.part(), detail.after());
  }

  private static String value(FlowChange.Part part, Optional<JsonNode> value) {
    if (value.isEmpty()) {
      return "none";
    }
    JsonNode json = value.get();
    if (part == FlowChange.Part.SCHEDULE) {
      return ScheduleJson.fromTree(JSON.treeToValue(json, Object.class)).explain();
    }
    String text = json.isString() ? "'" + json.asString() + "'" : JSON.writeValueAsString(json);
    return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "…";
  }

  /** Returns differences as a JSON array. */
  public static ArrayNode json(List<FlowChange> changes) {
    ArrayNode all = JSON.createArrayNode();
    for (FlowChange change : changes) {
      ObjectNode one = all.addObject();
      one.put("part", word(change.part()))
          .put("change", word(change.kind()))
          .put("name", change.name())
          .put("text", of(change));
      ArrayNode details = one.putArray("details");
      for (FlowChange.Detail detail : change.details()) {
        ObjectNode property = details.addObject().put("property", detail.property());
        detail.before().ifPresent(value -> property.set("before", value));
        detail.after().ifPresent(value -> property.set("after", value));
      }
    }
    return all;
  }
}
