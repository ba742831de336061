package dev.praetor;

import dev.praetor.engine.graph.GraphBuilder;
import dev.praetor.engine.graph.Scope;
import dev.praetor.engine.graph.Source;
import dev.praetor.function.F1;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A handle on a value there will be when the flow runs: what a use of a task returns, a parameter,
 * a constant, or a view of these. For use inside {@link Flow#define} only, and by its thread only.
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
   * An order without data: this runs only when the others are finished. Gives the same handle back.
   */
  public Node<T> after(Arg<?>... others) {
    FlowBuilder.current("after(…)").after(this, others);
    return this;
  }

  /** A part of the value, taken where it is used: {@code team.select(Team::members)}. */
  @SuppressWarnings({"unchecked", "NullAway"}) // A value of T, which may be null where T is.
  public <S extends @Nullable Object> Node<S> select(F1<? super T, ? extends S> view) {
    F1<@Nullable Object, @Nullable Object> erased = value -> view.apply((T) value);
    return new Node<>(new Source.SelectOne(source, erased), scope, owner);
  }

  /** How it ended, as data: a task that takes this runs however this ended. */
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
}
