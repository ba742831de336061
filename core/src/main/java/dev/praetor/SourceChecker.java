package dev.praetor;

import dev.praetor.engine.graph.GraphBuilder;
import dev.praetor.engine.graph.Scope;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.task.AuthorLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the sources of the nodes that a definition passes to a flow, and reports the nodes that
 * cannot be used there: those of other flows, and nodes from inside the body of a {@code forEach}.
 */
final class SourceChecker {
  static final String NO_VALUE_YET =
      "a node has no value while the flow is defined: to decide by the value of a node, write"
          + " flow.when(node, …).otherwise(…) or flow.match(node); to use a part of it, write"
          + " node.select(…)";

  private final GraphBuilder graph;

  SourceChecker(GraphBuilder graph) {
    this.graph = graph;
  }

  List<Source> ofArguments(Task<?, ?> task, Arg<?>... arguments) {
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String where = "argument " + (i + 1) + " of '" + task.name() + "'";
      Arg<?> argument = arguments[i];
      sources.add(of(argument == null ? nothing(where) : argument, where));
    }
    return sources;
  }

  List<Source> ofAll(String where, Arg<?>... handles) {
    List<Source> sources = new ArrayList<>();
    for (Arg<?> handle : handles) {
      sources.add(of(handle, where));
    }
    return sources;
  }

  Source.Whole whole(@Nullable Node<?> node, String where) {
    return (Source.Whole) of(node == null ? nothing(where) : node, where);
  }

  /** Reports that a node is missing, and returns a node in its place. */
  private Node<@Nullable Object> nothing(String where) {
    String example =
        where.startsWith("the result")
            ? "return the node whose value it is, for example that of task.call(…)"
            : "pass a node, such as task.call(…) or value(…)";
    graph.problem("", where + " is null" + AuthorLine.at() + "; " + example + "; " + NO_VALUE_YET);
    return new Node<>(new Source.Constant(null), graph.scope(), Optional.of(graph));
  }

  /**
   * Returns the source of a handle after checking that it can be used in this flow and this scope.
   */
  Source of(Arg<?> arg, String where) {
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
}
