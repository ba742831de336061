package dev.praetor.embedded.registered;

import dev.praetor.InvalidRun;
import dev.praetor.Problem;
import dev.praetor.RunId;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.packaging.FlowKey;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.ParameterDescription;
import dev.praetor.store.RunStore;
import dev.praetor.store.history.FlowChanges;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.write.RegisteredRuns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Restarts of runs of registered flows. The plan is made from the record of the earlier run and the
 * description of the flow. The process that starts the run plans again with the code, and runs what
 * no longer fits its types, too. Thread-safe.
 */
public final class RegisteredRestarts {
  private final RunStore store;
  private final RegisteredDoor door;
  private final InstantSource clock;

  public RegisteredRestarts(RunStore store, InstantSource clock) {
    this.store = store;
    this.door = new RegisteredDoor(store, clock);
    this.clock = clock;
  }

  /**
   * A request for a restart.
   *
   * @param from the place from which it runs again: {@code failed}, {@code all}, or the path of a
   *     task run such as {@code send[3]}
   * @param parameters the values that differ from the earlier run, and values that are not recorded
   *     there
   * @param version the number of the version; the current one if absent
   * @param by the person who asks for it; may be empty
   */
  public record Request(
      RunId run,
      String from,
      Map<String, JsonNode> parameters,
      Optional<Integer> version,
      String by) {}

  /**
   * A restart that is planned and not made.
   *
   * @param version the version of the new run
   * @param parameters the parameters of the new run
   */
  public record Planned(
      RestartPlan plan, RegisteredVersion version, Map<String, JsonNode> parameters) {}

  /** A checked request. */
  private record Checked(
      StoredRun earlier,
      RegisteredFlow flow,
      RegisteredVersion version,
      DescribedVersions.Described described,
      RegisteredRuns.NewRun run) {}

  /**
   * Plans a restart; nothing is written.
   *
   * @throws InvalidRun if the flow cannot run with these parameters
   * @throws dev.praetor.PraetorException if there is no such run, it has not ended, its flow is not
   *     registered, {@code from} names no task run, or a task that may run at most once would run a
   *     second time
   */
  public Planned plan(Request request) {
    return plan(request, check(request));
  }

  private Planned plan(Request request, Checked checked) {
    RestartPlan.From from = RestartPlan.From.of(request.from());
    Map<String, String> nodes =
        FlowChanges.since(
            checked.earlier().version().flatMap(store::spec), checked.described().description());
    RestartPlan plan =
        RestartPlan.of(
            checked.described().description(),
            store.outline(request.run()),
            from,
            new RestartPlan.Changes(changed(checked.earlier(), checked.run().parameters()), nodes));
    return new Planned(plan, checked.version(), checked.run().parameters());
  }

  /**
   * Makes the run of a restart, which waits for a process with the code. It has the labels and the
   * priority of the earlier run.
   *
   * @return the id of the new run, which is durable
   * @throws InvalidRun as for a plan
   * @throws dev.praetor.PraetorException as for a plan
   */
  public RunId restart(Request request) {
    Checked checked = check(request);
    Planned _ = plan(request, checked);
    RunEntry entry =
        RunEntry.PLAIN
            .withPriority(checked.earlier().entry().priority())
            .withKnownLabels(checked.earlier().entry().labels())
            .withPlacement(RegisteredDoor.placement(checked.flow(), checked.described()));
    var _ =
        store.registeredRuns().admitRestart(checked.run(), entry, request.run(), request.from());
    return checked.run().id();
  }

  private Checked check(Request request) {
    StoredRun earlier =
        store.find(request.run()).orElseThrow(() -> StoreFailed.noRun(request.run()));
    if (!earlier.state().isFinished() && !earlier.isLost()) {
      throw StoreFailed.conflict(
          earlier.id(),
          "run %s has not ended, and %s"
              .formatted(
                  earlier.id(),
                  earlier.isWaiting() ? "waits" : earlier.owner().name() + " owns it"),
          "cancel it first");
    }
    FlowKey key = FlowKey.of(earlier.flow());
    RegisteredFlow flow = door.require(key.project(), key.name());
    RegisteredVersion version = door.version(flow, request.version());
    DescribedVersions.Described described =
        DescribedVersions.Described.of(store.registeredFlows().spec(version));
    Instant now = clock.instant();
    RegisteredRuns.NewRun run =
        RegisteredDoor.newRun(
            flow,
            version,
            described,
            again(earlier, described.description(), request.parameters()),
            new RunOrigin("", request.by()),
            now,
            earlier.times().scheduled());
    return new Checked(earlier, flow, version, described, run);
  }

  /** Returns the parameters of an earlier run, overridden by the given ones. */
  private static Map<String, JsonNode> again(
      StoredRun earlier, FlowDescription flow, Map<String, JsonNode> given) {
    JsonNode recorded = ExactJson.MAPPER.readTree(earlier.parameters());
    Map<String, JsonNode> all = new LinkedHashMap<>();
    List<Problem> problems = new ArrayList<>();
    for (ParameterDescription parameter : flow.parameters()) {
      String name = parameter.name();
      String note = earlier.parameterNotes().get(name);
      if (given.containsKey(name)) {
        continue;
      }
      if (note != null && !parameter.secret()) {
        problems.add(
            new Problem(
                flow.name() + "/" + name,
                "its value in the earlier run is not recorded (%s); give it again"
                    .formatted(note)));
      } else if (note == null && recorded.has(name)) {
        all.put(name, recorded.get(name));
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidRun(flow.name(), problems);
    }
    all.putAll(given);
    return all;
  }

  /** Returns the names of the parameters whose values differ from those of the earlier run. */
  private static Set<String> changed(StoredRun earlier, Map<String, JsonNode> now) {
    JsonNode before = ExactJson.MAPPER.readTree(earlier.parameters());
    Set<String> names = new TreeSet<>();
    now.forEach((name, value) -> {
      if (earlier.parameterNotes().containsKey(name) || !value.equals(before.get(name))) {
        names.add(name);
      }
    });
    return names;
  }
}
