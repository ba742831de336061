package dev.praetor.engine.graph;

import dev.praetor.Problem;
import dev.praetor.engine.codec.Codecs;
import dev.praetor.engine.task.ParameterDefinition;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Collects the nodes of a flow while its definition runs. Not thread-safe. */
public final class GraphBuilder {
  private final String flow;
  private final Codecs codecs;
  private final List<GraphNode> nodes = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<String, ParameterDefinition> parameters = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Source> deciding = new ArrayList<>();
  private Scope scope = Scope.FLOW;
  private List<BranchCondition> guards = List.of();
  private boolean decided;
  private boolean closed;

  /**
   * Creates a builder.
   *
   * @param loader the loader of the classes of the flow's author
   */
  public GraphBuilder(String flow, ClassLoader loader) {
    this.flow = flow;
    this.codecs = new Codecs(loader);
  }

  public String flow() {
    return flow;
  }

  public Scope scope() {
    return scope;
  }

  /** Adds a problem. The definition continues, so that all problems are reported together. */
  public void problem(String where, String message) {
    problems.add(new Problem(where.isEmpty() ? flow : flow + "/" + where, message));
  }

  public GraphNode add(String base, Work work, List<? extends Source> arguments) {
    return add(base, work, Role.NORMAL, GraphNode.Shape.of(arguments));
  }

  public GraphNode addMapped(String base, Work work, List<? extends Source> arguments) {
    return add(base, work, Role.NORMAL, new GraphNode.Shape(true, List.copyOf(arguments), null));
  }

  public GraphNode addSetUp(String base, Work work, List<Source> inputs) {
    return add(base, work, Role.SET_UP, GraphNode.Shape.of(inputs));
  }

  /**
   * Adds the clean-up of a set-up, which runs after {@code body} regardless of the states in which
   * its nodes ended.
   */
  public GraphNode addCleanUp(String base, Work work, GraphNode setUp, List<GraphNode> body) {
    GraphNode.Shape shape = new GraphNode.Shape(false, List.of(new Source.Output(setUp)), setUp);
    GraphNode cleanUp = add(base, work, Role.CLEAN_UP, shape);
    for (GraphNode node : body) {
      if (scope.sees(node.scope())) {
        cleanUp.addAfter(outputOf(node));
      }
    }
    return cleanUp;
  }

  /** Makes the nodes of {@code body} that depend on no other node of it wait for the set-up. */
  public void startAfter(GraphNode setUp, List<GraphNode> body) {
    for (GraphNode node : body) {
      boolean follows =
          Dependencies.of(node).stream()
              .map(Dependency::upstream)
              .anyMatch(up -> up == setUp || body.contains(up));
      if (!follows) {
        node.addAfter(new Source.Output(setUp));
      }
    }
  }

  private GraphNode add(String base, Work work, Role role, GraphNode.Shape shape) {
    requireOpen();
    GraphNode.Place place = new GraphNode.Place(scope, guards);
    GraphNode node = new GraphNode(nodes.size(), unique(base), work, role, place, shape);
    nodes.add(node);
    return node;
  }

  private String unique(String base) {
    String name = base;
    for (int n = 2; !names.add(name); n++) {
      name = base + "-" + n;
    }
    return name;
  }

  public static Source outputOf(GraphNode node) {
    return node.mapped() ? new Source.Outputs(node) : new Source.Output(node);
  }

  public void addParameter(ParameterDefinition parameter) {
    requireOpen();
    if (parameters.containsKey(parameter.name())) {
      problem(
          parameter.name(),
          "there are two parameters of this name; rename one of them, or define the parameter"
              + " once and use it twice");
    }
    parameters.put(parameter.name(), parameter);
  }

  public void replaceParameter(ParameterDefinition parameter) {
    requireOpen();
    parameters.put(parameter.name(), parameter);
  }

  public ParameterDefinition parameter(String name) {
    return Objects.requireNonNull(parameters.get(name));
  }

  public void decidedBy(List<Source> sources) {
    requireOpen();
    decided = true;
    deciding.addAll(sources);
  }

  public void after(Source source, List<Source> others) {
    requireOpen();
    switch (source) {
      case Source.Output output -> others.forEach(output.node()::addAfter);
      case Source.Outputs outputs -> others.forEach(outputs.node()::addAfter);
      default -> {
        String of = Sources.behind(source).stream().findFirst().map(GraphNode::name).orElse("");
        problem(
            of,
            "after(…) is called on something that is not a task's own node (a parameter, a constant"
                + " or a view such as each, select or collect); call it on the node that"
                + " task.call(…) or task.map(…) returned");
      }
    }
  }

  /** Runs {@code body}; all nodes it adds are mapped over the elements of {@code over}. */
  public <T extends @Nullable Object> T inside(Source.Sliced over, Function<Scope, T> body) {
    Scope outer = scope;
    scope = outer.inside(over);
    try {
      return body.apply(scope);
    } finally {
      scope = outer;
    }
  }

  /** Runs {@code body}; all nodes it adds run only if {@code guard} holds. */
  public <T extends @Nullable Object> T under(BranchCondition guard, Supplier<T> body) {
    List<BranchCondition> outer = guards;
    List<BranchCondition> inner = new ArrayList<>(outer);
    inner.add(guard);
    guards = inner;
    try {
      return body.get();
    } finally {
      guards = outer;
    }
  }

  /** Returns the nodes that were added after the first {@code count}. */
  public List<GraphNode> nodesSince(int count) {
    return List.copyOf(nodes.subList(count, nodes.size()));
  }

  public int size() {
    return nodes.size();
  }

  /**
   * Builds the graph.
   *
   * @throws dev.praetor.InvalidFlow with all problems, if there are any
   */
  public Graph build(Source.Whole result) {
    requireOpen();
    closed = true;
    GraphChecks checks = new GraphChecks(flow, nodes, problems);
    checks.linkAndOrder();
    checks.values();
    new NodeCodecs(codecs, this::problem).assign(nodes);
    List<GraphNode> named =
        deciding.stream().flatMap(s -> Sources.behind(s).stream()).distinct().toList();
    List<GraphNode> decisive = decided ? named : checks.terminals();
    if (!problems.isEmpty()) {
      throw new dev.praetor.InvalidFlow(flow, problems);
    }
    List<Problem> warnings =
        checks.warnings(decided, decisive, List.copyOf(parameters.values()), result);
    return new Graph(
        nodes, List.copyOf(parameters.values()), decisive, decided, result, warnings, codecs);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "the definition of flow '" + flow + "' has ended; its nodes cannot be used any more");
    }
  }
}
