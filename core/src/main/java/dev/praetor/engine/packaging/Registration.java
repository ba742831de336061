package dev.praetor.engine.packaging;

import dev.praetor.FlowSpec;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Flows to be registered in a project, together with their package. Immutable.
 *
 * @param flows the descriptions of the flows, by their names, in the order of the names
 */
public record Registration(String project, Map<String, FlowSpec> flows, FlowPackage contents) {
  /** The project of flows that name no other. */
  public static final String DEFAULT_PROJECT = "default";

  public Registration {
    flows = Collections.unmodifiableMap(new TreeMap<>(flows));
    if (flows.isEmpty()) {
      throw new IllegalArgumentException("a registration needs at least one flow");
    }
  }
}
