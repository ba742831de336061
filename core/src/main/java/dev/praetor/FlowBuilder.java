package dev.praetor;

import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.GraphBuilder;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Scope;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Work;
import dev.praetor.engine.task.FunctionBodies;
import dev.praetor.engine.task.ParameterDefinition;
import dev.praetor.engine.task.ParameterTypes;
import dev.praetor.engine.task.Signature;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.engine.task.TypeArguments;
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
 * What a flow's definition works with. Tasks that are called while it is open become nodes of the
 * flow. For the thread that runs the definition, and only until it returns.
 */
public final class FlowBuilder {
  private static final ScopedValue<FlowBuilder> CURRENT = ScopedValue.newInstance();
  private final GraphBuilder graph;

  private FlowBuilder(String name) {
    this.graph = new GraphBuilder(name);
  }

  static <R extends @Nullable Object> Graph define(
      String name, Function<FlowBuilder, Node<R>> definition) {
    FlowBuilder builder = new FlowBuilder(name);
    return ScopedValue.where(CURRENT, builder)
        .call(() -> {
          Node<R> result = definition.apply(builder);
          return builder.graph.build(builder.acceptWhole(result, "what the definition returns"));
        });
  }

  static FlowBuilder current(String what) {
    if (!CURRENT.isBound()) {
      throw new IllegalStateException(
          what
              + " is used outside a flow; do it inside Flow.define(\"name\", flow -> …), or call the"
              + " method itself");
    }
    return CURRENT.get();
  }

  /** A parameter that every run has to be given. */
  public <T> Parameter<T> parameter(String name, Class<T> type) {
    return parameter(name, whole(name, type), Optional.empty());
  }

  /** A required parameter whose type has arguments. */
  public <T> Parameter<T> parameter(String name, TypeRef<T> type) {
    return parameter(name, type.type(), Optional.empty());
  }

  /** A parameter with a default, whose type is that of the default. */
  public <T> Parameter<T> parameter(String name, T standard) {
    Class<?> type =
        standard instanceof Enum<?> constant ? constant.getDeclaringClass() : standard.getClass();
    return parameter(name, type, Optional.of(new ParameterDefinition.Default(standard)));
  }

  /** A parameter with a default, which may be null. */
  public <T extends @Nullable Object> Parameter<T> parameter(
      String name, Class<? super T> type, T standard) {
    return parameter(
        name, whole(name, type), Optional.of(new ParameterDefinition.Default(standard)));
  }

  /** A parameter with a default, whose type has arguments. */
  public <T extends @Nullable Object> Parameter<T> parameter(
      String name, TypeRef<T> type, T standard) {
    return parameter(name, type.type(), Optional.of(new ParameterDefinition.Default(standard)));
  }

  private Class<?> whole(String name, Class<?> type) {
    TypeArguments.problem(type).ifPresent(message -> graph.problem(name, message));
    return type;
  }

  private <T extends @Nullable Object> Parameter<T> parameter(
      String name, Type type, Optional<ParameterDefinition.Default> standard) {
    Type boxed = ParameterTypes.boxed(type);
    graph.addParameter(new ParameterDefinition(name, boxed, standard, "", List.of()));
    ParameterTypes.problem(name, boxed).ifPresent(message -> graph.problem(name, message));
    return new Parameter<>(name, graph);
  }

  /**
   * Names the nodes whose ends decide how the flow ends. Without it those decide that nothing comes
   * after.
   */
  public void decidedBy(Arg<?>... nodes) {
    List<Source> sources = new ArrayList<>();
    for (Arg<?> node : nodes) {
      sources.add(accept(node, "decidedBy(…)"));
    }
    graph.decidedBy(sources);
  }

  /**
   * Maps a whole piece of graph, with its branches and inner maps, over elements. Each element goes
   * through it on its own.
   *
   * @param body is given the element and returns what each of them becomes
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

  /** What a body returns must be a node in it, so that there is a run for each element. */
  private Source.Whole sliceable(Node<?> result) {
    Source.Whole source = acceptWhole(result, "what the body of forEach returns");
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

  /** Runs {@code then} where the condition is true; see {@link When#otherwise}. */
  public <T extends @Nullable Object> When<T> when(
      Node<Boolean> condition, Supplier<? extends Node<? extends T>> then) {
    BranchCondition guard =
        new BranchCondition(acceptWhole(condition, "when(…)"), List.of(true), false);
    Work.Branch branch = branch(guard, then);
    return new When<>(this, branch);
  }

  /** Chooses a branch by a value. */
  public <V extends @Nullable Object> Match<V> match(Node<V> value) {
    return new Match<>(this, acceptWhole(value, "match(…)"));
  }

  Work.Branch branch(BranchCondition guard, Supplier<? extends Node<?>> body) {
    Source.Whole result =
        graph.under(guard, () -> acceptWhole(body.get(), "what a branch returns"));
    return new Work.Branch(guard, result);
  }

  <T extends @Nullable Object> Node<T> merge(List<Work.Branch> branches) {
    List<Source.Whole> results = branches.stream().map(Work.Branch::result).toList();
    return node(new Source.Output(graph.add("merge", new Work.Merge(branches), results)));
  }

  /** Waits for a person to approve, for as long as it takes. If refused, it is Failed. */
  public Node<@Nullable Void> approval(String text) {
    return approval(text, Optional.empty());
  }

  /** Waits for a person to approve; if nobody has within this time, it is Failed. */
  public Node<@Nullable Void> approval(String text, Duration deadline) {
    return approval(text, Optional.of(deadline));
  }

  private Node<@Nullable Void> approval(String text, Optional<Duration> deadline) {
    return node(
        new Source.Output(graph.add("approval", new Work.Approval(text, deadline), List.of())));
  }

  /** Waits so long from when its turn comes; use it with {@code after}. Holds no thread. */
  public Node<@Nullable Void> sleep(Duration duration) {
    return waiting("sleep", new Source.Constant(duration));
  }

  /** Waits until a time; one that has passed does not wait. Holds no thread. */
  public Node<@Nullable Void> waitUntil(Instant time) {
    return waiting("wait_until", new Source.Constant(time));
  }

  /** Waits until a time that another task or a parameter gives. */
  public Node<@Nullable Void> waitUntil(Node<Instant> time) {
    return waiting("wait_until", acceptWhole(time, "waitUntil(…)"));
  }

  private Node<@Nullable Void> waiting(String name, Source.Whole until) {
    return node(new Source.Output(graph.add(name, new Work.Wait(until), List.of(until))));
  }

  /**
   * Sets a resource up before {@code body} and cleans it up after, always: also after a failure, a
   * cancellation or a timeout. Its clean-up does not decide how the flow ends.
   */
  public <T extends @Nullable Object, R extends @Nullable Object> Node<R> using(
      Resource<T> resource, Function<Node<T>, Node<R>> body) {
    TaskDefinition setUp =
        TaskDefinition.of(
            resource.name() + "_setup",
            a -> resource.setUp().apply(),
            Signature.ofLambda(0, Object.class));
    GraphNode opened = graph.addSetUp(setUp.name(), new Work.Run(setUp));
    int before = graph.size();
    Node<R> result = body.apply(node(new Source.Output(opened)));
    List<GraphNode> inside = graph.nodesSince(before);
    graph.startAfter(opened, inside);
    TaskDefinition cleanUp =
        TaskDefinition.of(
            resource.name() + "_cleanup",
            a -> {
              resource.cleanUp().apply(FunctionBodies.argument(a, 0));
              return null;
            },
            Signature.ofLambda(1, Void.class));
    graph.addCleanUp(cleanUp.name(), new Work.Run(cleanUp), opened, inside);
    return result;
  }

  /**
   * Runs another flow as a part of this one: its value is the node's, its failure fails the node,
   * and it is cancelled with this one. Values may be nodes: {@code flow.run(other, with("office",
   * office))}.
   */
  public <R extends @Nullable Object> Node<R> run(Flow<R> other, Argument... arguments) {
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
      sources.add(accept(arguments[i], "argument " + (i + 1) + " of '" + task.name() + "'"));
    }
    return sources;
  }

  private Source.Whole acceptWhole(Node<?> node, String where) {
    return (Source.Whole) accept(node, where);
  }

  /** The source of a handle, after a check that it belongs here. */
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
              + " stands inside the body of a forEach and cannot be used outside it; return it from"
              + " the body and use what forEach gives");
    }
    return source;
  }

  <T extends @Nullable Object> Node<T> node(Source.Whole source) {
    return new Node<>(source, graph.scope(), Optional.of(graph));
  }

  <T extends @Nullable Object> Mapped<T> mapped(Source.Sliced source) {
    return new Mapped<>(source, graph.scope(), Optional.of(graph));
  }

  /** Wraps a source that needs several nodes, which must all be of this flow. */
  <T extends @Nullable Object> Node<List<T>> list(List<? extends Node<? extends T>> parts) {
    List<Source.Whole> sources = new ArrayList<>();
    for (Node<? extends T> part : parts) {
      sources.add(acceptWhole(part, "an element of list(…)"));
    }
    return node(new Source.ListOf(sources));
  }
}
