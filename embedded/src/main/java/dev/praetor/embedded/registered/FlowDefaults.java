package dev.praetor.embedded.registered;

import dev.praetor.InvalidRun;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.spec.DescribedParameters;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.store.RunStore;
import dev.praetor.store.flow.RegisteredFlows;
import dev.praetor.store.model.FlowSettings;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.worker.Pools;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The defaults that people set for the new runs of a registered flow. They belong to the flow, and
 * new versions keep them.
 *
 * @param by the person who sets it; may be empty
 */
public record FlowDefaults(RunStore store, String by) {
  /**
   * A change, in which what is absent stays as it is.
   *
   * @param parameters all default values
   * @param labels all labels
   * @param isLimit true to change the limit
   * @param limit the largest number of runs at the same time; absent to remove the limit
   * @param isPool true to change the pool
   * @param pool the pool of new runs; absent for the pool that the code of the flow names
   */
  public record Change(
      Optional<Map<String, JsonNode>> parameters,
      Optional<Map<String, String>> labels,
      boolean isLimit,
      Optional<Integer> limit,
      boolean isPool,
      Optional<String> pool) {}

  /**
   * Changes what is set for a flow. All of it is checked before anything changes.
   *
   * @throws InvalidRun if the current version of the flow does not take these parameters
   * @throws StoreFailed if the flow is not registered, or a label or the limit is not permitted
   */
  public void set(String project, String flow, Change change) {
    RegisteredFlows flows = store.registeredFlows();
    change.pool().ifPresent(pool -> Pools.check(pool, Optional.empty(), ""));
    RegisteredFlow known = flows.require(project, flow);
    change
        .parameters()
        .ifPresent(values ->
            DescribedParameters.checkDefaults(
                FlowSpecReader.read(flows.spec(known.current()).json()), values));
    FlowSettings settings =
        new FlowSettings(
            change.parameters().map(FlowDefaults::texts).orElse(known.settings().parameters()),
            change
                .labels()
                .map(labels -> RunEntry.PLAIN.withLabels(labels).labels())
                .orElse(known.settings().labels()),
            change.isPool() ? change.pool() : known.settings().pool());
    if (change.isLimit()) {
      limit(known.key(), change.limit());
    }
    if (!settings.equals(known.settings())) {
      flows.set(project, flow, settings);
    }
  }

  private void limit(String flow, Optional<Integer> most) {
    if (most.isPresent()) {
      store.limits().set(RunLimit.Scope.FLOW, flow, most.get(), by);
    } else {
      boolean _ = store.limits().delete(RunLimit.Scope.FLOW, flow, by);
    }
  }

  private static Map<String, String> texts(Map<String, JsonNode> values) {
    Map<String, String> texts = new TreeMap<>();
    values.forEach((name, value) -> texts.put(name, ExactJson.MAPPER.writeValueAsString(value)));
    return texts;
  }
}
