package dev.praetor.engine.run;

import dev.praetor.Failure;
import dev.praetor.FlowSpec;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskRun;
import dev.praetor.Transition;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.secret.Masker;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A run as JSON: the same document from the command line, the API and exports. */
public final class RunDocument {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final int MOST_CHILDREN = 10_000;
  private final Masker masker;

  private RunDocument(Masker masker) {
    this.masker = masker;
  }

  public static ObjectNode of(FlowDefinition flow, FinishedRun run) {
    return new RunDocument(run.masker()).write(flow, run);
  }

  /** The document as text, with line breaks. */
  public static String text(FlowDefinition flow, FinishedRun run) {
    return of(flow, run).toPrettyString();
  }

  private ObjectNode write(FlowDefinition flow, FinishedRun run) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", run.id().toString())
        .put("flow", run.flow())
        .put("name", masker.mask(run.runName()));
    json.put("version", FlowSpec.of(flow).version());
    json.put("state", run.state().name()).put("message", masker.mask(run.state().message()));
    ObjectNode parameters = json.putObject("parameters");
    run.parameters().forEach((name, value) -> parameters.set(name, value(value)));
    json.set("value", run.state().isSuccessful() ? value(run.result()) : value(null));
    json.put("created", run.times().started().toString());
    json.put("started", run.times().started().toString());
    json.put("ended", run.times().ended().toString());
    ArrayNode taskRuns = json.putArray("taskRuns");
    for (NodeRun root : run.roots()) {
      node(root, -1, taskRuns);
    }
    return json;
  }

  /** A node, and under it its children. {@code index} is its own in the node around it. */
  private void node(NodeRun run, int index, ArrayNode rows) {
    NodeRun parent = run.parent;
    TaskRun own = parent == null ? Snapshots.nodeRun(run) : Snapshots.taskRun(parent, index);
    ObjectNode row = row(own);
    rows.add(row);
    if (run.isSingle()) {
      return;
    }
    ObjectNode counts = row.putObject("children");
    if (!run.expanded) {
      return;
    }
    if (Snapshots.ofNode(run).isFinished()) {
      counts(run).forEach((type, n) -> counts.put(type.label(), n));
    }
    NodeRun[] groups = run.groups();
    if (groups != null) {
      for (int i = 0; i < groups.length; i++) {
        node(groups[i], i, rows);
      }
      return;
    }
    List<Integer> shown = shown(run);
    if (shown.size() < run.width()) {
      row.put("childrenLeftOut", run.width() - shown.size());
    }
    shown.forEach(i -> rows.add(row(Snapshots.taskRun(run, i))));
  }

  private static Map<StateType, Integer> counts(NodeRun run) {
    return Snapshots.children(run);
  }

  /** All children, or of very many the unsuccessful ones first. */
  private static List<Integer> shown(NodeRun run) {
    List<Integer> indexes = new ArrayList<>();
    for (int i = 0; i < run.width(); i++) {
      indexes.add(i);
    }
    if (run.width() <= MOST_CHILDREN) {
      return indexes;
    }
    indexes.sort(java.util.Comparator.comparing(i -> !run.type(i).isUnsuccessful()));
    return indexes.subList(0, MOST_CHILDREN);
  }

  private ObjectNode row(TaskRun run) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("node", run.node()).put("index", run.index()).put("label", run.label());
    json.put("state", run.state().name());
    json.put("message", masker.mask(run.state().message()));
    json.put("attempts", run.attempts());
    json.set("value", value(run.value()));
    json.set("failure", run.failure().map(this::failure).orElseGet(() -> value(null)));
    put(json, "started", started(run));
    put(json, "ended", run.state().isFinished() ? run.state().time() : null);
    return json;
  }

  private static @Nullable Instant started(TaskRun run) {
    for (Transition transition : run.history()) {
      if (transition.state() instanceof State.Running
          || transition.state() instanceof State.Mapped) {
        return transition.state().time();
      }
    }
    return null;
  }

  private static void put(ObjectNode json, String name, @Nullable Instant time) {
    if (time == null) {
      json.putNull(name);
    } else {
      json.put(name, time.toString());
    }
  }

  private JsonNode failure(Failure failure) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("type", failure.type()).put("message", masker.mask(failure.message()));
    json.put("trace", masker.mask(failure.trace()));
    json.set("cause", failure.cause().map(this::failure).orElseGet(() -> value(null)));
    return json;
  }

  /** A value as JSON; one that cannot be is named instead. */
  private JsonNode value(@Nullable Object value) {
    try {
      if (masker.isEmpty()) {
        return MAPPER.valueToTree(value);
      }
      return MAPPER.readTree(masker.mask(MAPPER.writeValueAsString(value)));
    } catch (JacksonException | StackOverflowError e) {
      String type = value == null ? "null" : value.getClass().getName();
      return MAPPER.getNodeFactory().stringNode("(a " + type + ", which is not JSON)");
    }
  }
}
