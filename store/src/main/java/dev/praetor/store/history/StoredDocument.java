package dev.praetor.store.history;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A stored run as the same JSON document that a run prints when it ends. */
public final class StoredDocument {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final int MOST_CHILDREN = 10_000;
  private final RunHistory store;
  private final StoredRun run;
  private final RunShape shape;
  private final StoredRows rows;

  private StoredDocument(RunHistory store, StoredRun run) {
    this.store = store;
    this.run = run;
    this.shape = RunShape.of(store, run);
    this.rows = new StoredRows(store, run.id());
  }

  public static ObjectNode of(RunHistory store, StoredRun run) {
    return new StoredDocument(store, run).write();
  }

  /** The document without its task runs. */
  public static ObjectNode header(RunHistory store, StoredRun run) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("id", run.id().toString()).put("flow", run.flow()).put("name", run.name());
    json.put("version", run.version().orElse(null));
    json.put("state", run.state().name()).put("message", run.state().message());
    json.put("lost", run.isLost());
    run.restartOf().ifPresent(earlier -> json.put("restartOf", earlier.toString()));
    run.parent()
        .ifPresent(parent ->
            json.putObject("parent")
                .put("run", parent.run().toString())
                .put("task", parent.task()));
    json.set("parameters", MAPPER.readTree(run.parameters()));
    boolean hasValue = run.state().isSuccessful() && run.state().type() != StateType.SKIPPED;
    json.set(
        "value",
        hasValue
            ? new RecordedInputs(store, run, RunShape.of(store, run), Integer.MAX_VALUE)
                .result()
                .orElse(MAPPER.nullNode())
            : MAPPER.nullNode());
    json.put("created", run.times().created().toString());
    put(json, "started", run.times().started());
    put(json, "ended", run.times().ended());
    return json;
  }

  private ObjectNode write() {
    ObjectNode json = header(store, run);
    ArrayNode taskRuns = json.putArray("taskRuns");
    for (RunShape.Node node : shape.nodes()) {
      Optional<StoredTaskRun> own = store.taskRun(run.id(), new TaskPath(node.name(), List.of()));
      if (own.isEmpty()) {
        pending(node, taskRuns.addObject());
      } else if (node.dimensions() == 0) {
        taskRuns.add(row(own.get()));
      } else {
        mapped(own.get(), new TaskPath(node.name(), List.of()), node.dimensions(), taskRuns);
      }
    }
    return json;
  }

  private static void pending(RunShape.Node node, ObjectNode row) {
    row.put("node", node.name()).put("index", -1).put("label", node.name());
    row.put("state", StateType.PENDING.label()).put("message", "").put("attempts", 0);
    row.putNull("value").putNull("failure").putNull("started").putNull("ended");
    if (node.dimensions() > 0) {
      row.putObject("children");
    }
  }

  /** A node with its children, and theirs. */
  private void mapped(StoredTaskRun own, TaskPath path, int dimensions, ArrayNode taskRuns) {
    ObjectNode row = row(own);
    taskRuns.add(row);
    ObjectNode counts = row.putObject("children");
    Map<StateType, Integer> known = new EnumMap<>(StateType.class);
    known.putAll(
        own.state() instanceof State.Mapped mapped
            ? mapped.children()
            : store.counts(run.id(), path.toString()));
    known.forEach((type, n) -> counts.put(type.label(), n));
    if (path.indexes().size() + 1 < dimensions) {
      for (StoredTaskRun inner : rows.groups(own, MOST_CHILDREN)) {
        mapped(inner, TaskPath.of(inner.node(), inner.index()), dimensions, taskRuns);
      }
      return;
    }
    int width = known.values().stream().mapToInt(Integer::intValue).sum();
    List<StoredTaskRun> shown =
        width > MOST_CHILDREN
            ? rows.unsuccessfulFirst(path.toString(), MOST_CHILDREN)
            : rows.children(path.toString(), MOST_CHILDREN);
    if (width > MOST_CHILDREN) {
      row.put("childrenLeftOut", width - shown.size());
    }
    for (StoredTaskRun child : shown) {
      taskRuns.add(row(child));
    }
  }

  ObjectNode row(StoredTaskRun each) {
    return row(rows, each);
  }

  public static ObjectNode row(StoredRows rows, StoredTaskRun each) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("node", each.node()).put("index", each.index()).put("label", each.label());
    json.put("state", each.state().name()).put("message", each.state().message());
    json.put("attempts", each.attempts());
    json.set("value", rows.value(each).orElse(MAPPER.nullNode()));
    each.note().ifPresent(note -> json.put("note", note));
    if (each.failure().isPresent()) {
      json.set("failure", failure(each.failure().get()));
    } else {
      json.putNull("failure");
    }
    put(json, "started", each.started());
    put(json, "ended", each.ended());
    return json;
  }

  static ObjectNode failure(Failure failure) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("type", failure.type()).put("message", failure.message());
    json.put("trace", failure.trace());
    if (failure.cause().isPresent()) {
      json.set("cause", failure(failure.cause().get()));
    } else {
      json.putNull("cause");
    }
    return json;
  }

  private static void put(ObjectNode json, String name, Optional<Instant> time) {
    if (time.isPresent()) {
      json.put(name, time.get().toString());
    } else {
      json.putNull(name);
    }
  }
}
