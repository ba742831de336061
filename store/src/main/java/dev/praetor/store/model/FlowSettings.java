package dev.praetor.store.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The settings that people made for a registered flow. They belong to the flow, and new versions
 * keep them. Immutable.
 *
 * @param parameters the values, as JSON, of parameters that a new run does not give
 * @param labels the labels of new runs, besides their own
 */
public record FlowSettings(Map<String, String> parameters, Map<String, String> labels) {
  /** The settings of a flow on which nobody has set anything. */
  public static final FlowSettings NONE = new FlowSettings(Map.of(), Map.of());

  public FlowSettings {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
  }
}
