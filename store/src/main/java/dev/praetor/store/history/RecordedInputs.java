package dev.praetor.store.history;

import dev.praetor.TaskPath;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.document.DisplayedValue;
import dev.praetor.engine.spec.SourceDescription;
import dev.praetor.engine.spec.SourceDescription.Sliced;
import dev.praetor.engine.spec.SourceDescription.Whole;
import dev.praetor.store.model.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the inputs of task runs of a recorded run, from the description of its flow and its
 * recorded results. The code of the flow is not needed, so a part of a value that only this code
 * can select remains unknown.
 */
public final class RecordedInputs {
  private static final JsonMapper MAPPER = ExactJson.MAPPER;
  private final RunShape shape;
  private final StoredRows rows;
  private final JsonNode parameters;
  private final int most;

  /**
   * Creates the inputs of a recorded run.
   *
   * @param most the largest number of elements that are read for a collected list
   */
  public RecordedInputs(RunHistory store, StoredRun run, RunShape shape, int most) {
    this.shape = shape;
    this.rows = new StoredRows(store, run.id());
    this.parameters = DisplayedValue.recorded(run.parameters());
    this.most = most;
  }

  /** Returns the inputs of a task run, in the order of its code's arguments. */
  public List<RecordedInput> of(RunShape.Node node, TaskPath path) {
    List<RecordedInput> inputs = new ArrayList<>();
    for (SourceDescription source : node.inputs()) {
      inputs.add(
          switch (source) {
            case Sliced sliced -> slice(sliced, outer(path), path.index());
            case Whole whole -> whole(whole, path.indexes());
          });
    }
    return inputs;
  }

  /** Returns the arguments of a node that runs another flow, by the names of the parameters. */
  public ObjectNode arguments(RunShape.Node node, TaskPath path) {
    ObjectNode all = MAPPER.createObjectNode();
    node.flow()
        .ifPresent(flow ->
            flow.arguments()
                .forEach((name, source) -> {
                  switch (whole(source, path.indexes())) {
                    case RecordedInput.Value known -> all.set(name, known.json());
                    case RecordedInput.Unknown unknown -> all.put(name, unknown.text(200));
                  }
                }));
    return all;
  }

  /** Returns the value of a source for a task run with these indexes. */
  RecordedInput whole(Whole source, List<Integer> path) {
    return switch (source) {
      case SourceDescription.Constant constant -> new RecordedInput.Value(constant.value());
      case SourceDescription.OmittedConstant omitted ->
          new RecordedInput.Unknown("constant: " + omitted.text());
      case SourceDescription.ParameterValue parameter -> parameter(parameter.name());
      case SourceDescription.Output output -> rows.input(at(output.node(), path));
      case SourceDescription.Element element -> element(element, path);
      case SourceDescription.Collect collect -> collect(collect.mapped(), path);
      case SourceDescription.AllOutcomes outcomes -> outcomes(outcomes.mapped(), path);
      case SourceDescription.OneOutcome outcome ->
          new RecordedInput.Value(end(whole(outcome.node(), path)));
      case SourceDescription.ListOf list -> list(list.parts(), path);
      case SourceDescription.FlattenList flatten -> flatten(whole(flatten.lists(), path));
      case SourceDescription.SelectOne select -> partOf(whole(select.from(), path));
    };
  }

  private RecordedInput parameter(String name) {
    return parameters.has(name)
        ? new RecordedInput.Value(parameters.get(name))
        : new RecordedInput.Unknown("parameter " + name + " was not given");
  }

  private TaskPath at(String name, List<Integer> path) {
    int dimensions = shape.node(name).map(RunShape.Node::dimensions).orElse(0);
    return new TaskPath(name, path).first(dimensions);
  }

  private RecordedInput element(SourceDescription.Element element, List<Integer> path) {
    int level = element.level();
    return level < path.size()
        ? slice(element.over(), path.subList(0, level), path.get(level))
        : new RecordedInput.Unknown(SourceText.of(element));
  }

  private static RecordedInput partOf(RecordedInput whole) {
    return new RecordedInput.Unknown("a part of " + whole.text(200));
  }

  private RecordedInput list(List<Whole> parts, List<Integer> path) {
    ArrayNode values = MAPPER.createArrayNode();
    for (Whole part : parts) {
      switch (whole(part, path)) {
        case RecordedInput.Value known -> values.add(known.json());
        case RecordedInput.Unknown unknown -> {
          return unknown;
        }
      }
    }
    return new RecordedInput.Value(values);
  }

  private RecordedInput collect(Sliced mapped, List<Integer> path) {
    if (mapped instanceof SourceDescription.SelectEach select) {
      return new RecordedInput.Unknown(
          "a part of each element of " + collect(select.from(), path).text(200));
    }
    ArrayNode values = MAPPER.createArrayNode();
    for (RecordedInput each : slices(mapped, path)) {
      if (each instanceof RecordedInput.Value known) {
        values.add(known.json());
      }
    }
    return new RecordedInput.Value(values);
  }

  private RecordedInput outcomes(Sliced mapped, List<Integer> path) {
    ArrayNode ends = MAPPER.createArrayNode();
    slices(mapped, path).forEach(each -> ends.add(end(each)));
    return new RecordedInput.Value(ends);
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

  private static List<Integer> outer(TaskPath path) {
    return path.indexes().subList(0, Math.max(0, path.indexes().size() - 1));
  }

  /** Returns the element of a mapped source that a child received. */
  private RecordedInput slice(Sliced source, List<Integer> outer, int index) {
    return switch (source) {
      case SourceDescription.Outputs outputs -> rows.input(at(outputs.node(), outer).child(index));
      case SourceDescription.SelectEach select -> partOf(slice(select.from(), outer, index));
      case SourceDescription.Each _, SourceDescription.FlattenEach _ -> {
        List<RecordedInput> all = slices(source, outer);
        yield index >= 0 && index < all.size()
            ? all.get(index)
            : new RecordedInput.Unknown(SourceText.of(source));
      }
    };
  }

  private List<RecordedInput> slices(Sliced source, List<Integer> outer) {
    List<RecordedInput> all = new ArrayList<>();
    switch (source) {
      case SourceDescription.Outputs outputs ->
          children(at(outputs.node(), outer)).forEach(all::add);
      case SourceDescription.Each each -> {
        if (whole(each.list(), outer) instanceof RecordedInput.Value list) {
          list.json().forEach(element -> all.add(new RecordedInput.Value(element)));
        }
      }
      case SourceDescription.SelectEach select ->
          slices(select.from(), outer).forEach(each -> all.add(partOf(each)));
      case SourceDescription.FlattenEach flatten ->
          slices(flatten.lists(), outer).forEach(list -> addElements(list, all));
    }
    return all;
  }

  /** Adds the elements of a list; an unknown list is added as one unknown element. */
  private static void addElements(RecordedInput list, List<RecordedInput> all) {
    if (list instanceof RecordedInput.Value known) {
      known.json().forEach(element -> all.add(new RecordedInput.Value(element)));
    } else {
      all.add(list);
    }
  }

  private List<RecordedInput> children(TaskPath of) {
    List<RecordedInput> all = new ArrayList<>();
    rows.children(of.toString(), most)
        .forEach(child -> {
          while (all.size() < child.index()) {
            all.add(new RecordedInput.Unknown(of.child(all.size()) + " did not run"));
          }
          all.add(rows.input(child));
        });
    return all;
  }

  /** Returns the result of the flow; empty if it is unknown. */
  public Optional<JsonNode> result() {
    return shape
        .value()
        .map(source -> whole(source, List.of()))
        .filter(RecordedInput.Value.class::isInstance)
        .map(known -> ((RecordedInput.Value) known).json());
  }
}
