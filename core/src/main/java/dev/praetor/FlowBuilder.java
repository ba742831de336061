package dev.praetor;

import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.graph.GraphBuilder;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.task.AuthorLine;
import dev.praetor.engine.task.FunctionBodies;
import dev.praetor.engine.task.MethodReader;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.engine.task.ParameterTypes;
import dev.praetor.engine.task.Signature;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.engine.task.TypeArguments;
import dev.praetor.function.F1;
import dev.praetor.function.V1;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The builder that is passed to the definition of a flow. Tasks that are called during the
 * definition become nodes of the flow. A builder may be used only by the thread that runs the
 * definition, and only until the definition returns.
 */
public final class FlowBuilder {
  private final GraphBuilder graph;
  private final SourceChecker checker;

  FlowBuilder(GraphBuilder graph, SourceChecker checker) {
    this.graph = graph;
    this.checker = checker;
  }

  /** Returns the name of the flow that is being defined. */
  String name() {
    return graph.flow();
  }

  /** Adds a parameter that is required in every run. */
  public <T> Parameter<T> parameter(String name, Class<T> type) {
    return parameter(name, checked(name, type), Optional.empty());
  }

  /** Adds a required parameter whose type has type arguments. */
  public <T> Parameter<T> parameter(String name, TypeRef<T> type) {
    return parameter(name, type.type(), Optional.empty());
  }

  /** Adds a parameter with a default, whose class is the type of the parameter. */
  public <T> Parameter<T> parameter(String name, T defaultValue) {
    Class<?> type =
        defaultValue instanceof Enum<?> constant
            ? constant.getDeclaringClass()
            : defaultValue.getClass();
    return parameter(name, type, Optional.of(new ParameterDefinition.Default(defaultValue)));
  }

  /** Adds a parameter with a default, which may be null. */
  public <T extends @Nullable Object> Parameter<T> parameter(
      String name, Class<? super T> type, T defaultValue) {
    return parameter(
        name, checked(name, type), Optional.of(new ParameterDefinition.Default(defaultValue)));
  }

  /** Adds a parameter with a default, whose type has type arguments. */
  public <T extends @Nullable Object> Parameter<T> parameter(
      String name, TypeRef<T> type, T defaultValue) {
    return parameter(name, type.type(), Optional.of(new ParameterDefinition.Default(defaultValue)));
  }

  private Class<?> checked(String name, Class<?> type) {
    TypeArguments.problem(type).ifPresent(message -> graph.problem(name, message));
    return type;
  }

  private <T extends @Nullable Object> Parameter<T> parameter(
      String name, Type type, Optional<ParameterDefinition.Default> defaultValue) {
    Type boxed = ParameterTypes.boxed(type);
    graph.addParameter(new ParameterDefinition(name, boxed, defaultValue, "", List.of(), false));
    ParameterTypes.problem(name, boxed).ifPresent(message -> graph.problem(name, message));
    return new Parameter<>(name, graph);
  }

  /**
   * Sets the nodes whose final states decide the final state of the flow. By default these are the
   * nodes without downstream nodes.
   */
  public void decidedBy(Arg<?>... nodes) {
    graph.decidedBy(checker.ofAll("decidedBy(…)", nodes));
  }

  /**
   * Maps a part of the graph, including its branches and inner maps, over elements. Each element
   * passes through this part independently of the others.
   *
   * @param body a function that takes the node of an element and returns the node of its result
   */
  public <T extends @Nullable Object, R extends @Nullable Object> Mapped<R> forEach(
      Mapped<T> elements, Function<Node<T>, Node<R>> body) {
    Source.Sliced over = (Source.Sliced) checker.of(elements, "forEach(…)");
    if (elements.scope() != graph.scope()) {
      graph.problem(
          "forEach", "maps over something of an outer forEach; use each(….collect()) of it");
    }
    Source.Whole inner =
        graph.inside(
            over,
            scope -> {
              Node<T> element = node(new Source.Element(scope));
              return sliceable(body.apply(element));
            });
    return switch (inner) {
      case Source.Output output -> mapped(new Source.Outputs(output.node()));
      default -> mapped(over);
    };
  }

  /**
   * Returns the source of a body's result. If it is not a node inside the body, a node that passes
   * it on is added, so that there is a run for each element.
   */
  private Source.Whole sliceable(Node<?> result) {
    Source.Whole source = checker.whole(result, "the result of the body of forEach");
    boolean own = source instanceof Source.Output output && output.node().scope() == graph.scope();
    if (own) {
      return source;
    }
    TaskDefinition pass =
        TaskDefinition.of(
            "element",
            a -> a[0],
            new Signature(List.of(Object.class), List.of(true), Object.class));
    return new Source.Output(graph.add("element", new Work.Run(pass), List.of(source)));
  }

  /**
   * Adds a branch that runs if the condition is true; see {@link When#otherwise} for the other
   * branch.
   */
  public <T extends @Nullable Object> When<T> when(
      Node<Boolean> condition, Supplier<? extends Node<? extends T>> then) {
    BranchCondition guard =
        new BranchCondition(checker.whole(condition, "when(…)"), List.of(true), false);
    Work.Branch branch = branch(guard, then);
    return new When<>(this, branch);
  }

  /** Begins a choice between branches by a value. */
  public <V extends @Nullable Object> Match<V> match(Node<V> value) {
    return new Match<>(this, checker.whole(value, "match(…)"));
  }

  Work.Branch branch(BranchCondition guard, Supplier<? extends Node<?>> body) {
    Source.Whole result =
        graph.under(guard, () -> checker.whole(body.get(), "the result of a branch"));
    return new Work.Branch(guard, result);
  }

  <T extends @Nullable Object> Node<T> merge(List<Work.Branch> branches) {
    List<Source.Whole> results = branches.stream().map(Work.Branch::result).toList();
    return node(new Source.Output(graph.add("merge", new Work.Merge(branches), results)));
  }

  /**
   * Adds a node that waits for approval by a person, without a limit of time. If approval is
   * refused, the node is Failed.
   */
  public Node<@Nullable Void> approval(String text) {
    return approval(text, Optional.empty());
  }

  /**
   * Adds a node that waits for approval by a person. If approval is refused, or not given within
   * {@code deadline}, the node is Failed.
   */
  public Node<@Nullable Void> approval(String text, Duration deadline) {
    return approval(text, Optional.of(deadline));
  }

  private Node<@Nullable Void> approval(String text, Optional<Duration> deadline) {
    return node(
        new Source.Output(graph.add("approval", new Work.Approval(text, deadline), List.of())));
  }

  /**
   * Adds a node that waits for a duration, counted from the moment at which its upstream nodes are
   * finished; use it with {@code after}. Waiting holds no thread.
   */
  public Node<@Nullable Void> sleep(Duration duration) {
    return waiting("sleep", new Source.Constant(duration));
  }

  /**
   * Adds a node that waits until a time; if the time has passed, it does not wait. Waiting holds no
   * thread.
   */
  public Node<@Nullable Void> waitUntil(Instant time) {
    return waiting("wait_until", new Source.Constant(time));
  }

  /**
   * Adds a node that waits until a time given by another task or a parameter. Waiting holds no
   * thread.
   */
  public Node<@Nullable Void> waitUntil(Node<Instant> time) {
    return waiting("wait_until", checker.whole(time, "waitUntil(…)"));
  }

  private Node<@Nullable Void> waiting(String name, Source.Whole until) {
    return node(new Source.Output(graph.add(name, new Work.Wait(until), List.of(until))));
  }

  /**
   * Sets up a resource before {@code body} and cleans it up afterwards, also after a failure, a
   * cancellation, a timeout or a crash. The clean-up does not decide the final state of the flow.
   *
   * @param after the nodes that must have succeeded before the resource is set up
   */
  public <T extends @Nullable Object, R extends @Nullable Object> Node<R> using(
      Resource<T> resource, Function<Node<T>, Node<R>> body, Arg<?>... after) {
    TaskDefinition setUp =
        TaskDefinition.of(
                resource.name() + "_setup",
                a -> resource.setUp().apply(),
                Signature.ofLambda(0, MethodReader.resultOf(resource.setUp())))
            .withKeeping(resource.keeping());
    GraphNode opened = graph.addSetUp(setUp.name(), new Work.Run(setUp), List.of());
    graph.after(GraphBuilder.outputOf(opened), checker.ofAll("using(…)", after));
    return around(opened, resource.name(), resource.cleanUp(), body);
  }

  /**
   * Sets up a resource from an input before {@code body} and cleans it up afterwards, like {@link
   * #using(Resource, Function, Arg[])}.
   *
   * @param name the name of the resource
   * @param setUp the code that sets up the resource from the input
   * @param input the input of the set-up
   * @param cleanUp the code that cleans up the resource
   */
  public <A extends @Nullable Object, T extends @Nullable Object, R extends @Nullable Object>
      Node<R> using(
          String name,
          F1<A, T> setUp,
          Node<A> input,
          V1<T> cleanUp,
          Function<Node<T>, Node<R>> body) {
    TaskDefinition task =
        TaskDefinition.of(
            name + "_setup",
            FunctionBodies.of(setUp),
            Signature.ofLambda(1, MethodReader.resultOf(setUp)));
    List<Source> inputs = List.of(checker.whole(input, "using(…)"));
    GraphNode opened = graph.addSetUp(task.name(), new Work.Run(task), inputs);
    return around(opened, name, cleanUp, body);
  }

  private <T extends @Nullable Object, R extends @Nullable Object> Node<R> around(
      GraphNode opened, String name, V1<T> cleanUp, Function<Node<T>, Node<R>> body) {
    int before = graph.size();
    Node<R> result = body.apply(node(new Source.Output(opened)));
    List<GraphNode> inside = graph.nodesSince(before);
    graph.startAfter(opened, inside);
    TaskDefinition end =
        TaskDefinition.of(
            name + "_cleanup",
            a -> {
              cleanUp.apply(FunctionBodies.argument(a, 0));
              return null;
            },
            Signature.ofLambda(1, Void.class));
    graph.addCleanUp(end.name(), new Work.Run(end), opened, inside);
    return result;
  }

  /**
   * Adds a node that runs another flow as a part of this one. The value of the other flow is the
   * value of the node, its failure fails the node, and it is cancelled together with this flow.
   * Values of arguments may be nodes: {@code flow.run(other, with("office", office))}.
   */
  public <R extends @Nullable Object> Node<R> run(Flow<R> other, Argument... arguments) {
    if (other == null) {
      graph.problem(
          "",
          "the flow of run(…) is null"
              + AuthorLine.at()
              + "; a field may not be set yet while its flow is defined: call the method that"
              + " defines the flow");
      return node(new Source.Constant(null));
    }
    List<Argument> read = new ArrayList<>();
    List<Source> sources = new ArrayList<>();
    for (Argument argument : arguments) {
      Object value = argument.value();
      if (value instanceof Node<?> node) {
        Source.Whole source = checker.whole(node, "run(…)");
        sources.add(source);
        value = source;
      }
      read.add(new Argument(argument.name(), value));
    }
    return node(
        new Source.Output(
            graph.add(other.name(), new Work.RunFlow(other.definition(), read), sources)));
  }

  <R extends @Nullable Object> Node<R> call(Task<R, ?> task, Arg<?>... arguments) {
    return node(
        new Source.Output(
            graph.add(
                task.name(),
                new Work.Run(task.definition()),
                checker.ofArguments(task, arguments))));
  }

  <R extends @Nullable Object> Mapped<R> map(Task<R, ?> task, Arg<?>... arguments) {
    List<Source> sources = checker.ofArguments(task, arguments);
    boolean anyMapped = false;
    for (Arg<?> argument : arguments) {
      anyMapped |= argument instanceof Mapped<?>;
      if (argument instanceof Mapped<?> mapped && mapped.scope() != graph.scope()) {
        graph.problem(
            task.name(),
            "maps over something mapped outside this forEach; map over each(….collect()) of it");
      }
    }
    if (!anyMapped) {
      graph.problem(
          task.name(),
          "map(…) needs at least one mapped argument: write each(list) around the list whose elements"
              + " it should run for, or use call(…)");
    }
    return mapped(
        new Source.Outputs(graph.addMapped(task.name(), new Work.Run(task.definition()), sources)));
  }

  void after(Arg<?> node, Arg<?>... others) {
    List<Source> before = checker.ofAll("after(…)", others);
    graph.after(checker.of(node, "after(…)"), before);
  }

  <T extends @Nullable Object> Node<T> node(Source.Whole source) {
    return new Node<>(source, graph.scope(), Optional.of(graph));
  }

  <T extends @Nullable Object> Mapped<T> mapped(Source.Sliced source) {
    return new Mapped<>(source, graph.scope(), Optional.of(graph));
  }

  /** Returns a node for the list of several nodes, which must all belong to this flow. */
  <T extends @Nullable Object> Node<List<T>> list(List<? extends Node<? extends T>> parts) {
    List<Source.Whole> sources = new ArrayList<>();
    for (Node<? extends T> part : parts) {
      sources.add(checker.whole(part, "an element of list(…)"));
    }
    return node(new Source.ListOf(sources));
  }
}
