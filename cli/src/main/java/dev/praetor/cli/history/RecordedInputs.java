package dev.praetor.cli.history;

import dev.praetor.TaskPath;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds what task runs of a stored run were given, from the description of its flow and what it
 * recorded. No code of the flow is needed, so a part that only its code can select stays unknown.
 */
public final class RecordedInputs {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private final RunShape shape;
  private final StoredRows rows;
  private final JsonNode parameters;
  private final int most;

  /**
   * @param most how many elements of a collected list are read
   */
  public RecordedInputs(RunStore store, StoredRun run, RunShape shape, int most) {
    this.shape = shape;
    this.rows = new StoredRows(store, run.id());
    this.parameters = MAPPER.readTree(run.parameters());
    this.most = most;
  }

  /** What the code of a task run was given, in the order of its arguments. */
  public List<RecordedInput> of(RunShape.Node node, TaskPath path) {
    List<RecordedInput> inputs = new ArrayList<>();
    for (JsonNode source : node.spec().path("inputs")) {
      inputs.add(
          isSliced(source)
              ? slice(source, outer(path), path.index())
              : whole(source, path.indexes()));
    }
    return inputs;
  }

  /** What a node that is a flow of its own was given, by name. */
  public ObjectNode arguments(RunShape.Node node, TaskPath path) {
    ObjectNode all = MAPPER.createObjectNode();
    for (var argument : node.spec().path("arguments").properties()) {
      switch (whole(argument.getValue(), path.indexes())) {
        case RecordedInput.Value known -> all.set(argument.getKey(), known.json());
        case RecordedInput.Unknown unknown -> all.put(argument.getKey(), unknown.text(200));
      }
    }
    return all;
  }

  /** The value of a source where a task run with these indexes stands. */
  RecordedInput whole(JsonNode source, List<Integer> path) {
    JsonNode inner = source.path("of");
    return switch (source.path("from").asString("")) {
      case "constant" ->
          source.has("value")
              ? new RecordedInput.Value(source.get("value"))
              : new RecordedInput.Unknown("constant: " + source.path("text").asString());
      case "parameter" -> parameter(source.path("name").asString());
      case "output" -> rows.input(at(source, path));
      case "element" -> element(source, path);
      case "collect" -> collect(inner, path);
      case "outcomes" -> outcomes(inner, path);
      case "outcome" -> new RecordedInput.Value(outcome(inner, path));
      case "list" -> list(source.path("parts"), path);
      case "flatten" -> flatten(whole(inner, path));
      case "select" -> partOf(whole(inner, path));
      default -> new RecordedInput.Unknown(SourceText.of(source));
    };
  }

  private RecordedInput parameter(String name) {
    return parameters.has(name)
        ? new RecordedInput.Value(parameters.get(name))
        : new RecordedInput.Unknown("parameter " + name + " was not given");
  }

  private TaskPath at(JsonNode source, List<Integer> path) {
    String name = source.path("node").asString();
    int dimensions = shape.node(name).map(RunShape.Node::dimensions).orElse(0);
    return new TaskPath(name, path).first(dimensions);
  }

  private RecordedInput element(JsonNode source, List<Integer> path) {
    int level = source.path("level").asInt();
    return level < path.size()
        ? slice(source.path("of"), path.subList(0, level), path.get(level))
        : new RecordedInput.Unknown(SourceText.of(source));
  }

  private static RecordedInput partOf(RecordedInput whole) {
    return new RecordedInput.Unknown("a part of " + whole.text(200));
  }

  private RecordedInput list(JsonNode parts, List<Integer> path) {
    ArrayNode values = MAPPER.createArrayNode();
    for (JsonNode part : parts) {
      switch (whole(part, path)) {
        case RecordedInput.Value known -> values.add(known.json());
        case RecordedInput.Unknown unknown -> {
          return unknown;
        }
      }
    }
    return new RecordedInput.Value(values);
  }

  private RecordedInput collect(JsonNode mapped, List<Integer> path) {
    if (mapped.path("from").asString("").equals("select")) {
      return new RecordedInput.Unknown(
          "of each of these a part: " + collect(mapped.path("of"), path).text(200));
    }
    ArrayNode values = MAPPER.createArrayNode();
    for (RecordedInput each : slices(mapped, path)) {
      if (each instanceof RecordedInput.Value known) {
        values.add(known.json());
      }
    }
    return new RecordedInput.Value(values);
  }

  private RecordedInput outcomes(JsonNode mapped, List<Integer> path) {
    ArrayNode ends = MAPPER.createArrayNode();
    slices(mapped, path).forEach(each -> ends.add(end(each)));
    return new RecordedInput.Value(ends);
  }

  private ObjectNode outcome(JsonNode source, List<Integer> path) {
    return end(whole(source, path));
  }

  private static ObjectNode end(RecordedInput input) {
    ObjectNode json = MAPPER.createObjectNode();
    switch (input) {
      case RecordedInput.Value known -> json.set("success", known.json());
      case RecordedInput.Unknown unknown -> json.put("ended", unknown.what());
    }
    return json;
  }

  private static RecordedInput flatten(RecordedInput lists) {
    if (!(lists instanceof RecordedInput.Value known)) {
      return lists;
    }
    ArrayNode all = MAPPER.createArrayNode();
    known.json().forEach(inner -> inner.forEach(all::add));
    return new RecordedInput.Value(all);
  }

  private boolean isSliced(JsonNode source) {
    return switch (source.path("from").asString("")) {
      case "outputs", "each" -> true;
      case "select", "flatten" -> isSliced(source.path("of"));
      default -> false;
    };
  }

  private static List<Integer> outer(TaskPath path) {
    return path.indexes().subList(0, Math.max(0, path.indexes().size() - 1));
  }

  /** The element of a mapped source that a child got. */
  private RecordedInput slice(JsonNode source, List<Integer> outer, int index) {
    return switch (source.path("from").asString("")) {
      case "outputs" -> rows.input(at(source, outer).child(index));
      case "select" -> partOf(slice(source.path("of"), outer, index));
      default -> {
        List<RecordedInput> all = slices(source, outer);
        yield index >= 0 && index < all.size()
            ? all.get(index)
            : new RecordedInput.Unknown(SourceText.of(source));
      }
    };
  }

  private List<RecordedInput> slices(JsonNode source, List<Integer> outer) {
    JsonNode inner = source.path("of");
    List<RecordedInput> all = new ArrayList<>();
    switch (source.path("from").asString("")) {
      case "outputs" -> children(at(source, outer)).forEach(all::add);
      case "each" -> {
        if (whole(inner, outer) instanceof RecordedInput.Value list) {
          list.json().forEach(element -> all.add(new RecordedInput.Value(element)));
        }
      }
      case "select" -> slices(inner, outer).forEach(each -> all.add(partOf(each)));
      case "flatten" -> slices(inner, outer).forEach(list -> addElements(list, all));
      default -> {}
    }
    return all;
  }

  /** A list that is not there stands for one element that is not there. */
  private static void addElements(RecordedInput list, List<RecordedInput> all) {
    if (list instanceof RecordedInput.Value known) {
      known.json().forEach(element -> all.add(new RecordedInput.Value(element)));
    } else {
      all.add(list);
    }
  }

  private List<RecordedInput> children(TaskPath of) {
    List<RecordedInput> all = new ArrayList<>();
    for (StoredTaskRun child : rows.children(of.toString(), most)) {
      while (all.size() < child.index()) {
        all.add(new RecordedInput.Unknown(of.child(all.size()) + " did not run"));
      }
      all.add(rows.input(child));
    }
    return all;
  }

  /** What the flow came to, where that can be told. */
  public Optional<JsonNode> result() {
    return whole(shape.value(), List.of()) instanceof RecordedInput.Value known
        ? Optional.of(known.json())
        : Optional.empty();
  }
}
