package dev.praetor.engine.spec;

import dev.praetor.Cache;
import dev.praetor.Retry;
import dev.praetor.engine.codec.ExactJson;
import dev.praetor.engine.codec.NotCarried;
import dev.praetor.engine.codec.ValueCodec;
import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.graph.CapturedText;
import dev.praetor.engine.graph.Edge;
import dev.praetor.engine.graph.FlowDefinition;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Sources;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.task.FlowOptions;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.task.TaskDefinition;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Describes a flow by its definition, in an order that depends on the definition alone. */
final class FlowDescriber {
  private static final JsonMapper MAPPER = ExactJson.MAPPER;

  /** The hashes of flows within the flow, of which one may be run by many nodes. */
  private final IdentityHashMap<Graph, String> deciding = new IdentityHashMap<>();

  private FlowDescriber() {}

  static FlowDescription describe(FlowDefinition flow) {
    return new FlowDescriber().described(flow);
  }

  private FlowDescription described(FlowDefinition flow) {
    Graph graph = flow.graph();
    return new FlowDescription(
        flow.name(),
        flow.options().description(),
        graph.parameters().stream().map(FlowDescriber::parameter).toList(),
        nodes(graph),
        Edge.of(graph).stream().map(FlowDescriber::edge).toList(),
        new FlowDescription.End(
            names(graph.deciding()),
            names(List.copyOf(Sources.behind(graph.result()))),
            SourceDescriber.whole(graph.result())),
        options(flow.options()));
  }

  private static List<String> names(List<GraphNode> nodes) {
    return nodes.stream().map(GraphNode::name).toList();
  }

  private static OptionsDescription options(FlowOptions options) {
    return new OptionsDescription(
        options.timeout(),
        described(options.retry()),
        options.runName(),
        options.limits(),
        options.environment(),
        options.schedule(),
        options.placement());
  }

  private static EdgeDescription edge(Edge edge) {
    return new EdgeDescription(edge.from().name(), edge.to().name(), edge.kind(), edge.mapped());
  }

  private static JsonNode masked() {
    return MAPPER.getNodeFactory().stringNode("***");
  }

  private static ParameterDescription parameter(ParameterDefinition parameter) {
    return new ParameterDescription(
        parameter.name(),
        parameter.type().getTypeName(),
        parameter
            .defaultValue()
            .map(defaultValue -> parameter.secret() ? masked() : json(defaultValue.value())),
        parameter.description(),
        parameter.secret()
            ? List.of()
            : parameter.allowed().stream().map(FlowDescriber::json).toList(),
        parameter.secret());
  }

  private static JsonNode json(@Nullable Object value) {
    try {
      return MAPPER.valueToTree(value);
    } catch (JacksonException e) {
      return MAPPER
          .getNodeFactory()
          .stringNode("a " + (value == null ? "null" : value.getClass().getName()));
    }
  }

  private List<NodeDescription> nodes(Graph graph) {
    Set<String> names = new HashSet<>();
    Set<String> shared = new HashSet<>();
    graph.nodes().stream()
        .flatMap(node -> node.task().stream().map(TaskDefinition::name))
        .filter(name -> !names.add(name))
        .forEach(shared::add);
    return graph.nodes().stream()
        .map(node ->
            node(
                node,
                node.task()
                    .filter(task -> shared.contains(task.name()))
                    .flatMap(task -> captured(graph, task))))
        .toList();
  }

  /** Returns a hash of what tells a task from the others of its name. */
  private static Optional<String> captured(Graph graph, TaskDefinition task) {
    try {
      String text = CapturedText.of(graph.codecs(), task.signature().captured(), false);
      return text.isEmpty() ? Optional.empty() : Optional.of(Sha256.half(text));
    } catch (NotCarried e) {
      return Optional.empty();
    }
  }

  private NodeDescription node(GraphNode node, Optional<String> captured) {
    return new NodeDescription(
        node.name(),
        node.mapped(),
        node.scope().depth(),
        node.role(),
        node.arguments().stream().map(SourceDescriber::source).toList(),
        node.guards().stream().map(FlowDescriber::branch).toList(),
        work(node.work()),
        node.results().map(ValueCodec::shape).map(Sha256::half),
        captured);
  }

  private static String branch(BranchCondition guard) {
    return SourceWords.of(guard.condition())
        + (guard.otherwise() ? " not in " : " in ")
        + guard.values().stream().map(FlowDescriber::text).toList();
  }

  private static String text(@Nullable Object value) {
    try {
      return String.valueOf(value);
    } catch (Exception | StackOverflowError thrown) {
      return "a " + (value == null ? "null" : value.getClass().getName());
    }
  }

  private WorkDescription work(Work work) {
    return switch (work) {
      case Work.Run run -> new WorkDescription.Run(task(run.task()));
      case Work.Merge _ -> new WorkDescription.Merge();
      case Work.Approval approval ->
          new WorkDescription.Approval(approval.text(), approval.deadline());
      case Work.Wait wait -> new WorkDescription.Wait(SourceDescriber.whole(wait.until()));
      case Work.RunFlow child -> {
        Map<String, SourceDescription.Whole> arguments = new LinkedHashMap<>();
        child
            .arguments()
            .forEach(argument -> arguments.put(argument.name(), argument(argument.value())));
        yield new WorkDescription.RunFlow(
            child.flow().name(), arguments, Optional.of(deciding(child.flow())));
      }
    };
  }

  private String deciding(FlowDefinition flow) {
    String known = deciding.get(flow.graph());
    if (known != null) {
      return known;
    }
    String hash = DecidingHash.of(described(flow));
    deciding.put(flow.graph(), hash);
    return hash;
  }

  private static SourceDescription.Whole argument(@Nullable Object value) {
    return value instanceof Source.Whole source
        ? SourceDescriber.whole(source)
        : ConstantJson.describe(value);
  }

  private static TaskDescription task(TaskDefinition task) {
    return new TaskDescription(
        task.identity(),
        List.copyOf(task.secrets()),
        task.signature().result().getTypeName(),
        task.loop(),
        policy(task.policy()),
        task.mapping().concurrency(),
        task.mapping().widthLimit());
  }

  private static TaskDescription.Policy policy(Policy policy) {
    return new TaskDescription.Policy(
        policy.trigger().name(),
        policy.skipOnUpstreamSkip(),
        described(policy.retry()),
        policy.timeout(),
        policy.deadline(),
        policy.atMostOnce(),
        policy.cache().map(Cache::basis),
        policy.recover().isPresent());
  }

  private static Retry described(Retry retry) {
    return new Retry(
        retry.times(),
        retry.delays(),
        retry.backOff(),
        retry.jitter(),
        List.of(),
        Optional.empty());
  }
}
