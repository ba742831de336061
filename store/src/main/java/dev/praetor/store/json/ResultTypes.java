package dev.praetor.store.json;

import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.store.model.StoredTaskRun;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The types as which the recorded values of a flow's nodes are read. Immutable. */
public final class ResultTypes {
  private final Map<String, GraphNode> nodes = new HashMap<>();
  private final Graph graph;

  public ResultTypes(FlowDefinition flow) {
    graph = flow.graph();
    graph.nodes().forEach(node -> nodes.put(node.name(), node));
  }

  /** Returns the type of the results of a node; outer indexes in its name are ignored. */
  public Optional<Type> of(String node) {
    return known(node).flatMap(ResultTypes::of);
  }

  /** Returns the type of the state that is passed to an iteration of a loop. */
  public Optional<Type> ofState(String node) {
    return known(node)
        .flatMap(GraphNode::task)
        .map(task -> task.signature().arguments().getFirst());
  }

  private Optional<GraphNode> known(String node) {
    return Optional.ofNullable(nodes.get(StoredTaskRun.defaultLabel(node, -1)));
  }

  private static Optional<Type> of(GraphNode node) {
    return switch (node.work()) {
      case Work.Run run -> Optional.of(of(run.task()));
      case Work.RunFlow child -> new ResultTypes(child.flow()).ofSource();
      case Work.Merge merge ->
          merge.branches().stream().findFirst().flatMap(branch -> of(branch.result()));
      case Work.Approval _, Work.Wait _ -> Optional.of(void.class);
    };
  }

  private Optional<Type> ofSource() {
    return graph.result() instanceof Source.ParameterValue parameter
        ? graph.parameters().stream()
            .filter(each -> each.name().equals(parameter.name()))
            .findFirst()
            .map(ParameterDefinition::type)
        : of(graph.result());
  }

  private static Optional<Type> of(Source source) {
    return switch (source) {
      case Source.Output output -> of(output.node());
      case Source.Outputs outputs -> of(outputs.node());
      case Source.Collect collect -> of(collect.mapped()).map(JsonValues::listOf);
      case Source.Constant constant -> Optional.ofNullable(constant.value()).map(Object::getClass);
      case Source.ParameterValue _,
          Source.Element _,
          Source.Each _,
          Source.AllOutcomes _,
          Source.OneOutcome _,
          Source.ListOf _,
          Source.SelectOne _,
          Source.SelectEach _,
          Source.FlattenList _,
          Source.FlattenEach _ ->
          Optional.empty();
    };
  }

  /**
   * Returns the type of a task's result; for a loop, whose method returns steps, that of the last
   * step's value.
   */
  private static Type of(TaskDefinition task) {
    Type result = task.signature().result();
    return task.loop() && result instanceof ParameterizedType step
        ? step.getActualTypeArguments()[1]
        : result;
  }
}
