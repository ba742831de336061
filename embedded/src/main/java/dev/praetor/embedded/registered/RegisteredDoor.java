package dev.praetor.embedded.registered;

import dev.praetor.ErrorCode;
import dev.praetor.FlowSpec;
import dev.praetor.RunId;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.run.RunIds;
import dev.praetor.engine.spec.DescribedParameters;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.task.Placement;
import dev.praetor.engine.task.RunNames;
import dev.praetor.store.RunStore;
import dev.praetor.store.flow.RegisteredFlows;
import dev.praetor.store.model.Admission;
import dev.praetor.store.model.DueRun;
import dev.praetor.store.model.RegisteredFlow;
import dev.praetor.store.model.RegisteredVersion;
import dev.praetor.store.model.RunEntry;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.write.RegisteredRuns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The door through which runs of registered flows enter: parameters are checked against the
 * description of the flow, and the store admits the run, which waits for a process with the code of
 * its package. Thread-safe.
 */
public final class RegisteredDoor {
  private final RunStore store;
  private final RegisteredFlows flows;
  private final DescribedVersions versions;
  private final InstantSource clock;

  public RegisteredDoor(RunStore store, InstantSource clock) {
    this.store = store;
    this.flows = store.registeredFlows();
    this.versions = new DescribedVersions(flows);
    this.clock = clock;
  }

  /**
   * A request for a run.
   *
   * @param version the number of the version; the current one if absent
   * @param parameters the given values, as JSON
   * @param due the time at which the run is due; now if absent
   * @param name the name of the run; by default the flow makes it
   * @param by the person who asks for it; may be empty
   */
  public record Request(
      String project,
      String flow,
      Optional<Integer> version,
      Map<String, JsonNode> parameters,
      Optional<Instant> due,
      Optional<String> name,
      RunEntry entry,
      String by) {
    private static final int LONGEST_NAME = 250;

    /** Creates a request for a run whose name the flow makes. */
    public Request(
        String project,
        String flow,
        Optional<Integer> version,
        Map<String, JsonNode> parameters,
        Optional<Instant> due,
        RunEntry entry,
        String by) {
      this(project, flow, version, parameters, due, Optional.empty(), entry, by);
    }

    /**
     * Checks the name.
     *
     * @throws StoreFailed if it is blank, longer than 250 characters, or has control characters
     */
    public Request {
      name.filter(text ->
              text.isBlank()
                  || text.length() > LONGEST_NAME
                  || text.chars().anyMatch(Character::isISOControl))
          .ifPresent(_ -> {
            throw new StoreFailed(
                ErrorCode.BAD_REQUEST,
                "the name of a run",
                "the name of a run has 1 to %d characters, on one line".formatted(LONGEST_NAME),
                "");
          });
    }
  }

  /**
   * The run that a request has made or found.
   *
   * @param isNew false if an earlier request with the same key made the run
   */
  public record Entered(RunId run, boolean isNew) {}

  /**
   * Makes a run. It is durable when this method returns.
   *
   * @throws dev.praetor.InvalidRun if the flow cannot run with these parameters
   * @throws StoreFailed if the flow is not registered or archived, or has no such version; in each
   *     case nothing is recorded
   */
  public Entered enter(Request request) {
    RegisteredFlow flow = require(request.project(), request.flow());
    RegisteredVersion version = version(flow, request.version());
    DescribedVersions.Described described = versions.of(version);
    Instant now = clock.instant();
    Map<String, String> labels = new LinkedHashMap<>(flow.settings().labels());
    labels.putAll(request.entry().labels());
    RegisteredRuns.NewRun run =
        newRun(
            flow,
            version,
            described,
            request.parameters(),
            new RunOrigin("", request.by()),
            now,
            request.due().filter(now::isBefore).orElse(now));
    RunEntry entry =
        request
            .entry()
            .withKnownLabels(labels)
            .withBound(false)
            .withPlacement(placement(flow, described));
    Admission answer =
        store.registeredRuns().admit(request.name().map(run::withName).orElse(run), entry);
    return answer instanceof Admission.Repeated repeated
        ? new Entered(repeated.run(), false)
        : new Entered(run.id(), true);
  }

  /** Returns a flow that can make runs. */
  RegisteredFlow require(String project, String name) {
    RegisteredFlow flow = flows.require(project, name);
    if (flow.isArchived()) {
      throw StoreFailed.conflict(
          "flow '%s'".formatted(flow.name()),
          "flow '%s' is archived and makes no runs".formatted(flow.name()),
          "unarchive it first");
    }
    return flow;
  }

  /** Returns the version of a number, or the current one. */
  RegisteredVersion version(RegisteredFlow flow, Optional<Integer> number) {
    return number.map(each -> version(flow, each)).orElse(flow.current());
  }

  private RegisteredVersion version(RegisteredFlow flow, int number) {
    return flows
        .version(flow.project(), flow.name(), number)
        .orElseThrow(() ->
            new StoreFailed(
                ErrorCode.NOT_FOUND,
                "flow '%s'".formatted(flow.name()),
                "flow '%s' has no version %d; its current version is %d"
                    .formatted(flow.name(), number, flow.current().number()),
                "list its versions"));
  }

  /** Makes a run that is due by the schedule of its flow. */
  Admission enterDue(RegisteredFlow flow, FlowSpec spec, DueRun due, Instant now) {
    Map<String, JsonNode> given = new LinkedHashMap<>();
    due.occurrence()
        .parameters()
        .forEach((name, value) -> given.put(name, ExactJson.MAPPER.valueToTree(value)));
    DescribedVersions.Described described = versions.of(flow.current(), spec);
    RegisteredRuns.NewRun run =
        newRun(
            flow,
            flow.current(),
            described,
            given,
            new RunOrigin("", "schedule"),
            now,
            due.occurrence().at());
    RunEntry entry =
        RunEntry.PLAIN
            .withKnownLabels(flow.settings().labels())
            .withPlacement(placement(flow, described));
    return store.registeredRuns().admitDue(run, entry, due);
  }

  /** Returns the placement of new runs of a flow, in the pool that people have set. */
  static Placement placement(RegisteredFlow flow, DescribedVersions.Described described) {
    return flow.settings().placement(described.description().options().placement());
  }

  static RegisteredRuns.NewRun newRun(
      RegisteredFlow flow,
      RegisteredVersion version,
      DescribedVersions.Described described,
      Map<String, JsonNode> given,
      RunOrigin origin,
      Instant now,
      Instant due) {
    FlowDescription description = described.description();
    Map<String, JsonNode> all = new LinkedHashMap<>();
    description.parameters().stream()
        .filter(each -> flow.settings().parameters().containsKey(each.name()))
        .forEach(each ->
            all.put(
                each.name(),
                ExactJson.MAPPER.readTree(flow.settings().parameters().get(each.name()))));
    all.putAll(given);
    Map<String, JsonNode> read = DescribedParameters.read(description, all);
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    description
        .parameters()
        .forEach(each -> shown.put(each.name(), each.secret() ? "***" : text(read, each.name())));
    String name = RunNames.fill(description.name(), description.options().runName(), shown, due);
    return new RegisteredRuns.NewRun(
        RunIds.at(now), version, described.spec(), name, read, origin, now, due);
  }

  private static @Nullable String text(Map<String, JsonNode> values, String name) {
    JsonNode value = values.get(name);
    if (value == null) {
      return null;
    }
    return value.isString() ? value.asString() : value.toString();
  }
}
