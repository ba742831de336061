package dev.praetor;

import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.GraphBuilder;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Scope;
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
  private static final ScopedValue<FlowBuilder> CURRENT = ScopedValue.newInstance();
  private static final int MOST_OF_A_NAME = 20;
  private static final String NO_VALUE_YET =
      "a node has no value while the flow is defined: to decide by the value of a node, write"
          + " flow.when(node, …).otherwise(…) or flow.match(node); to use a part of it, write"
          + " node.select(…)";
  private final GraphBuilder graph;
  private final Optional<FlowBuilder> around;

  private FlowBuilder(String name, ClassLoader loader, Optional<FlowBuilder> around) {
    this.graph = new GraphBuilder(name, loader);
    this.around = around;
  }

  static <R extends @Nullable Object> Graph define(
      String name, Function<FlowBuilder, Node<R>> definition) {
    Optional<FlowBuilder> around =
        CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    FlowBuilder builder = new FlowBuilder(name, loaderOf(definition), around);
    builder.refuseItself();
    return ScopedValue.where(CURRENT, builder)
        .call(() -> {
          Node<R> result;
          try {
            result = definition.apply(builder);
          } catch (PraetorException refused) {
            throw refused;
          } catch (Exception | StackOverflowError | AssertionError | LinkageError thrown) {
            throw new InvalidFlow(name, new Problem(name, thrown(thrown)), thrown);
          }
          return builder.graph.build(builder.acceptWhole(result, "the result of the definition"));
        });
  }

  private static ClassLoader loaderOf(Object code) {
    ClassLoader loader = code.getClass().getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  /** Refuses a flow whose definition defines the same flow again, without end. */
  private void refuseItself() {
    int same = 0;
    Optional<FlowBuilder> outer = around;
    while (outer.isPresent() && same < MOST_OF_A_NAME) {
      same += outer.get().graph.flow().equals(graph.flow()) ? 1 : 0;
      outer = outer.get().around;
    }
    if (same == MOST_OF_A_NAME) {
      String message =
          "the flow runs itself"
              + AuthorLine.at()
              + ": its definition defines flow '"
              + graph.flow()
              + "' again, without end. A flow cannot contain itself: repeat work with"
              + " Task.loop(…), or run a flow of another name";
      throw new InvalidFlow(graph.flow(), List.of(new Problem(graph.flow(), message)));
    }
  }

  private static String thrown(Throwable thrown) {
    String text = "its definition threw " + Failure.of(thrown).summary();
    String line = AuthorLine.of(thrown).map(at -> " (at " + at + ")").orElse("");
    return text + line + advice(thrown);
  }

  private static String advice(Throwable thrown) {
    String message = String.valueOf(Failure.of(thrown).message());
    if (thrown instanceof StackOverflowError) {
      return "; a method calls itself without end";
    }
    if (thrown instanceof ClassCastException && message.contains("dev.praetor.Node")) {
      return "; " + NO_VALUE_YET;
    }
    return "; the definition runs when the flow is built, before any task: move work with real"
        + " values into a task";
  }

  static FlowBuilder current(String what) {
    if (!CURRENT.isBound()) {
      throw new IllegalStateException(
          what
              + " is used outside a flow; use it inside Flow.define(\"name\", flow -> …), or call"
              + " the method itself");
    }
    return CURRENT.get();
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
  public <T> Parameter<T> parameter(String name, T standard) {
    Class<?> type =
        standard instanceof Enum<?> constant ? constant.getDeclaringClass() : standard.getClass();
    return parameter(name, type, Optional.of(new ParameterDefinition.Default(standard)));
  }

  /** Adds a parameter with a default, which may be null. */
  public <T extends @Nullable Object> Parameter<T> parameter(
      String name, Class<? super T> type, T standard) {
    return parameter(
        name, checked(name, type), Optional.of(new ParameterDefinition.Default(standard)));
  }

  /** Adds a parameter with a default, whose type has type arguments. */
  public <T extends @Nullable Object> Parameter<T> parameter(
      String name, TypeRef<T> type, T standard) {
    return parameter(name, type.type(), Optional.of(new ParameterDefinition.Default(standard)));
  }

  private Class<?> checked(String name, Class<?> type) {
    TypeArguments.problem(type).ifPresent(message -> graph.problem(name, message));
    return type;
  }

  private <T extends @Nullable Object> Parameter<T> parameter(
      String name, Type type, Optional<ParameterDefinition.Default> standard) {
    Type boxed = ParameterTypes.boxed(type);
    graph.addParameter(new ParameterDefinition(name, boxed, standard, "", List.of(), false));
    ParameterTypes.problem(name, boxed).ifPresent(message -> graph.problem(name, message));
    return new Parameter<>(name, graph);
  }

  /**
   * Sets the nodes whose final states decide the final state of the flow. By default these are the
   * nodes without downstream nodes.
   */
  public void decidedBy(Arg<?>... nodes) {
    List<Source> sources = new ArrayList<>();
    for (Arg<?> node : nodes) {
      sources.add(accept(node, "decidedBy(…)"));
    }
    graph.decidedBy(sources);
  }

  /**
   * Maps a part of the graph, including its branches and inner maps, over elements. Each element
   * passes through this part independently of the others.
   *
   * @param body a function that takes the node of an element and returns the node of its result
   */
  public <T extends @Nullable Object, R extends @Nullable Object> Mapped<R> forEach(
      Mapped<T> elements, Function<Node<T>, Node<R>> body) {
    Source.Sliced over = (Source.Sliced) accept(elements, "forEach(…)");
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
    Source.Whole source = acceptWhole(result, "the result of the body of forEach");
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
        new BranchCondition(acceptWhole(condition, "when(…)"), List.of(true), false);
    Work.Branch branch = branch(guard, then);
    return new When<>(this, branch);
  }

  /** Begins a choice between branches by a value. */
  public <V extends @Nullable Object> Match<V> match(Node<V> value) {
    return new Match<>(this, acceptWhole(value, "match(…)"));
  }

  Work.Branch branch(BranchCondition guard, Supplier<? extends Node<?>> body) {
    Source.Whole result =
        graph.under(guard, () -> acceptWhole(body.get(), "the result of a branch"));
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
    return waiting("wait_until", acceptWhole(time, "waitUntil(…)"));
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
    List<Source> before = new ArrayList<>();
    for (Arg<?> node : after) {
      before.add(accept(node, "using(…)"));
    }
    graph.after(GraphBuilder.outputOf(opened), before);
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
    List<Source> inputs = List.of(acceptWhole(input, "using(…)"));
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
        Source.Whole source = acceptWhole(node, "run(…)");
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
            graph.add(task.name(), new Work.Run(task.definition()), acceptAll(task, arguments))));
  }

  <R extends @Nullable Object> Mapped<R> map(Task<R, ?> task, Arg<?>... arguments) {
    List<Source> sources = acceptAll(task, arguments);
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
    List<Source> sources = new ArrayList<>();
    for (Arg<?> other : others) {
      sources.add(accept(other, "after(…)"));
    }
    graph.after(accept(node, "after(…)"), sources);
  }

  private List<Source> acceptAll(Task<?, ?> task, Arg<?>... arguments) {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String where = "argument " + (i + 1) + " of '" + task.name() + "'";
      Arg<?> argument = arguments[i];
      sources.add(accept(argument == null ? nothing(where) : argument, where));
    }
    return sources;
  }

  private Source.Whole acceptWhole(@Nullable Node<?> node, String where) {
    return (Source.Whole) accept(node == null ? nothing(where) : node, where);
  }

  /** Reports that a node is missing, and returns a node in its place. */
  private Node<@Nullable Object> nothing(String where) {
    String example =
        where.startsWith("the result")
            ? "return the node whose value it is, for example that of task.call(…)"
            : "pass a node, such as task.call(…) or value(…)";
    graph.problem("", where + " is null" + AuthorLine.at() + "; " + example + "; " + NO_VALUE_YET);
    return node(new Source.Constant(null));
  }

  /**
   * Returns the source of a handle after checking that it can be used in this flow and this scope.
   */
  private Source accept(Arg<?> arg, String where) {
    Source source;
    Scope scope;
    Optional<GraphBuilder> owner;
    switch (arg) {
      case Node<?> node -> {
        source = node.source();
        scope = node.scope();
        owner = node.owner();
      }
      case Mapped<?> mapped -> {
        source = mapped.source();
        scope = mapped.scope();
        owner = mapped.owner();
      }
    }
    if (owner.isPresent() && owner.get() != graph) {
      graph.problem(
          "",
          where
              + " is a node of flow '"
              + owner.get().flow()
              + "'; use its task here again, or run that flow with flow.run(…)");
      return arg instanceof Node<?>
          ? new Source.Constant(null)
          : new Source.Each(new Source.Constant(List.of()));
    }
    if (!graph.scope().sees(scope)) {
      graph.problem(
          "",
          where
              + " is defined inside the body of a forEach and cannot be used outside it; return it"
              + " from the body and use the result of forEach");
    }
    return source;
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
      sources.add(acceptWhole(part, "an element of list(…)"));
    }
    return node(new Source.ListOf(sources));
  }
}
