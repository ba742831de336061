package dev.praetor.store.model;

import dev.praetor.engine.task.Placement;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings that people made for a registered flow. They belong to the flow, and new versions
 * keep them. Immutable.
 *
 * @param parameters the values, as JSON, of parameters that a new run does not give
 * @param labels the labels of new runs, besides their own
 * @param pool the pool of new runs; absent for the pool that the code of the flow names
 */
public record FlowSettings(
    Map<String, String> parameters, Map<String, String> labels, Optional<String> pool) {
  /** The settings of a flow on which nobody has set anything. */
  public static final FlowSettings NONE = new FlowSettings(Map.of(), Map.of(), Optional.empty());

  public FlowSettings {
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    labels = Collections.unmodifiableMap(new TreeMap<>(labels));
    pool.ifPresent(Placement::checkPool);
  }

  /** Returns the placement of new runs of a flow whose code says this one. */
  public Placement placement(Placement ofCode) {
    return pool.map(ofCode::withPool).orElse(ofCode);
  }
}
