package dev.praetor.engine.spec;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A difference between two versions of a flow. Immutable.
 *
 * @param part the kind of part that differs
 * @param kind the kind of difference
 * @param name the name of the part, unique among the parts of its kind
 * @param details the properties that differ; empty for a part that only one version has
 */
public record FlowChange(Part part, Kind kind, String name, List<Detail> details) {
  /** The kinds of parts of a flow. */
  public enum Part {
    TASK,
    EDGE,
    PARAMETER,
    SCHEDULE,
    /** A property of the flow itself, such as its timeout. */
    OPTION
  }

  /** The kinds of differences. */
  public enum Kind {
    ADDED,
    REMOVED,
    CHANGED
  }

  /**
   * A property that differs.
   *
   * @param before its value in the earlier version; absent if it is not set there
   * @param after its value in the later version; absent if it is not set there
   */
  public record Detail(String property, Optional<JsonNode> before, Optional<JsonNode> after) {}

  public FlowChange {
    details = List.copyOf(details);
  }
}
