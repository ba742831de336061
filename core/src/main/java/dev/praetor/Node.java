package dev.praetor;

import dev.praetor.engine.graph.GraphBuilder;
import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.Scope;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Sources;
import dev.praetor.function.F1;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A handle on a value that will exist when the flow runs: the result of a task, a parameter, a
 * constant, or a view of these. May be used only inside {@link Flow#define}, by the thread that
 * runs the definition.
 */
public sealed class Node<T extends @Nullable Object> implements Arg<T> permits Parameter {
  private final Source.Whole source;
  private final Scope scope;
  private final Optional<GraphBuilder> owner;

  Node(Source.Whole source, Scope scope, Optional<GraphBuilder> owner) {
    this.source = source;
    this.scope = scope;
    this.owner = owner;
  }

  /**
   * Adds an order without data: this node runs only when the other nodes are finished.
   *
   * @return this handle
   */
  public Node<T> after(Arg<?>... others) {
    DefinitionRunner.current("after(…)").after(this, others);
    return this;
  }

  /**
   * Returns a handle on a part of the value, for example {@code team.select(Team::members)}. The
   * function is called where the part is used.
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // A value of T, which may be null where T is.
  public <S extends @Nullable Object> Node<S> select(F1<? super T, ? extends S> view) {
    F1<@Nullable Object, @Nullable Object> erased = value -> view.apply((T) value);
    return new Node<>(new Source.SelectOne(source, erased), scope, owner);
  }

  /**
   * Returns a node for the outcome of this node. A task that takes it runs whatever the final state
   * of this node.
   */
  public Node<Outcome<T>> outcome() {
    return new Node<>(new Source.OneOutcome(source), scope, owner);
  }

  Source.Whole source() {
    return source;
  }

  Scope scope() {
    return scope;
  }

  Optional<GraphBuilder> owner() {
    return owner;
  }

  /** Returns a text that says that this handle has no value yet, for people. */
  @Override
  public String toString() {
    String of = Sources.behind(source).stream().findFirst().map(GraphNode::name).orElse("");
    return "a node" + (of.isEmpty() ? "" : " of '" + of + "'") + ", which has no value yet";
  }
}
