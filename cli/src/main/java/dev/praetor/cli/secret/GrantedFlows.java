package dev.praetor.cli.secret;

import dev.praetor.cli.place.FlowCatalog;
import dev.praetor.cli.place.PlaceArguments;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.store.flow.UnknownFlow;
import dev.praetor.store.model.RegisteredFlow;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says that a secret was granted to a flow that is not registered, as by a slip of the hand. */
record GrantedFlows(PlaceArguments place, InstantSource clock) {
  /**
   * Returns a note for each flow that is not registered, which names a flow of a similar name.
   *
   * @param project the project of flows that are named without one
   */
  List<String> notes(String project, List<String> flows) {
    if (flows.isEmpty()) {
      return List.of();
    }
    Optional<FlowCatalog> opened = place.catalogIfThere(clock);
    if (opened.isEmpty()) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    try (FlowCatalog catalog = opened.get()) {
      for (String flow : flows) {
        FlowKey key = flow.indexOf('/') < 0 ? new FlowKey(project, flow) : FlowKey.of(flow);
        if (catalog.find(key.text()).isEmpty()) {
          notes.add("note: " + unknown(catalog, key));
        }
      }
    }
    return notes;
  }

  private static String unknown(FlowCatalog catalog, FlowKey flow) {
    List<String> names =
        catalog.list().stream()
            .map(RegisteredFlow::key)
            .map(FlowKey::of)
            .filter(key -> key.project().equals(flow.project()))
            .map(FlowKey::name)
            .toList();
    return String.valueOf(
        UnknownFlow.notRegistered(flow.project(), flow.name(), names).getMessage());
  }
}
