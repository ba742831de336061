package dev.praetor;

import dev.praetor.engine.graph.GraphBuilder;
import dev.praetor.engine.graph.Scope;
import dev.praetor.engine.graph.Source;
import dev.praetor.function.F1;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A handle on one value for each element of a collection whose length is known only when the flow
 * runs. May be used only inside {@link Flow#define}, by the thread that runs the definition.
 */
public final class Mapped<T extends @Nullable Object> implements Arg<T> {
  private final Source.Sliced source;
  private final Scope scope;
  private final Optional<GraphBuilder> owner;

  Mapped(Source.Sliced source, Scope scope, Optional<GraphBuilder> owner) {
    this.source = source;
    this.scope = scope;
    this.owner = owner;
  }

  /**
   * Returns a node for the list of the values of the successful children, in index order. Skipped
   * children are omitted. If a child failed, a downstream task with the default trigger is
   * TriggerFailed.
   */
  public Node<List<T>> collect() {
    return new Node<>(new Source.Collect(source), scope, owner);
  }

  /**
   * Returns a node for the outcomes of all children, in index order. A task that takes it runs when
   * all children are finished, whatever their final states.
   */
  public Node<List<Outcome<T>>> outcomes() {
    return new Node<>(new Source.AllOutcomes(source), scope, owner);
  }

  /** Returns a handle on a part of each value, for example {@code team.select(Member::name)}. */
  @SuppressWarnings({"unchecked", "NullAway"}) // A value of T, which may be null where T is.
  public <S extends @Nullable Object> Mapped<S> select(F1<? super T, ? extends S> view) {
    F1<@Nullable Object, @Nullable Object> erased = value -> view.apply((T) value);
    return new Mapped<>(new Source.SelectEach(source, erased), scope, owner);
  }

  /**
   * Adds an order without data: no child starts before the other nodes are finished.
   *
   * @return this handle
   */
  public Mapped<T> after(Arg<?>... others) {
    DefinitionRunner.current("after(…)").after(this, others);
    return this;
  }

  Source.Sliced source() {
    return source;
  }

  Scope scope() {
    return scope;
  }

  Optional<GraphBuilder> owner() {
    return owner;
  }
}
