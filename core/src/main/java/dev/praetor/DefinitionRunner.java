package dev.praetor;

import dev.praetor.engine.graph.Graph;
import dev.praetor.engine.graph.GraphBuilder;
import dev.praetor.engine.task.AuthorLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Runs the definitions of flows. Tasks find the builder of the definition that calls them here. */
final class DefinitionRunner {
  private static final ScopedValue<Definition> CURRENT = ScopedValue.newInstance();
  private static final int MOST_OF_A_NAME = 20;

  private DefinitionRunner() {}

  /** A definition that runs, and the names of the flows whose definitions it runs in. */
  private record Definition(FlowBuilder builder, List<String> around) {}

  static <R extends @Nullable Object> Graph define(
      String name, Function<FlowBuilder, Node<R>> definition) {
    GraphBuilder graph = new GraphBuilder(name, loaderOf(definition));
    SourceChecker checker = new SourceChecker(graph);
    FlowBuilder builder = new FlowBuilder(graph, checker);
    Definition running = new Definition(builder, around());
    refuseItself(name, running.around());
    return ScopedValue.where(CURRENT, running)
        .call(() -> {
          Node<R> result = result(name, definition, builder);
          return graph.build(checker.whole(result, "the result of the definition"));
        });
  }

  static FlowBuilder current(String what) {
    if (!CURRENT.isBound()) {
      throw new IllegalStateException(
          what
              + " is used outside a flow; use it inside Flow.define(\"name\", flow -> …), or call"
              + " the method itself");
    }
    return CURRENT.get().builder();
  }

  private static List<String> around() {
    if (!CURRENT.isBound()) {
      return List.of();
    }
    Definition outer = CURRENT.get();
    List<String> names = new ArrayList<>(outer.around());
    names.add(outer.builder().name());
    return names;
  }

  private static ClassLoader loaderOf(Object code) {
    ClassLoader loader = code.getClass().getClassLoader();
    return loader == null ? ClassLoader.getSystemClassLoader() : loader;
  }

  /** Refuses a flow whose definition defines the same flow again, without end. */
  private static void refuseItself(String name, List<String> around) {
    if (Collections.frequency(around, name) < MOST_OF_A_NAME) {
      return;
    }
    String message =
        "the flow runs itself"
            + AuthorLine.at()
            + ": its definition defines flow '"
            + name
            + "' again, without end. A flow cannot contain itself: repeat work with"
            + " Task.loop(…), or run a flow of another name";
    throw new InvalidFlow(name, List.of(new Problem(name, message)));
  }

  private static <R extends @Nullable Object> Node<R> result(
      String name, Function<FlowBuilder, Node<R>> definition, FlowBuilder builder) {
    try {
      return definition.apply(builder);
    } catch (PraetorException refused) {
      throw refused;
    } catch (Exception | StackOverflowError | AssertionError | LinkageError thrown) {
      throw new InvalidFlow(name, new Problem(name, problem(thrown)), thrown);
    }
  }

  private static String problem(Throwable thrown) {
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
      return "; " + SourceChecker.NO_VALUE_YET;
    }
    return "; the definition runs when the flow is built, before any task: move work with real"
        + " values into a task";
  }
}
