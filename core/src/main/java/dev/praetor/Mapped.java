package dev.praetor;

import dev.praetor.engine.graph.GraphBuilder;
import dev.praetor.engine.graph.Scope;
import dev.praetor.engine.graph.Source;
import dev.praetor.function.F1;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A handle on a value for each element of something whose length is known only when the flow runs.
 * For use inside {@link Flow#define} only, and by its thread only.
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
   * The values of the successful children in index order. Of the others, skipped ones are left out,
   * and failed ones make the default trigger of whatever takes this fail.
   */
  public Node<List<T>> collect() {
    return new Node<>(new Source.Collect(source), scope, owner);
  }

  /** How each child ended, in index order: a task that takes this runs when all are finished. */
  public Node<List<Outcome<T>>> outcomes() {
    return new Node<>(new Source.AllOutcomes(source), scope, owner);
  }

  /** A part of each value: {@code team.select(Member::name)}. */
  @SuppressWarnings({"unchecked", "NullAway"}) // A value of T, which may be null where T is.
  public <S extends @Nullable Object> Mapped<S> select(F1<? super T, ? extends S> view) {
    F1<@Nullable Object, @Nullable Object> erased = value -> view.apply((T) value);
    return new Mapped<>(new Source.SelectEach(source, erased), scope, owner);
  }

  /**
   * An order without data: no child starts before the others are finished. Gives the same handle
   * back.
   */
  public Mapped<T> after(Arg<?>... others) {
    FlowBuilder.current("after(…)").after(this, others);
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
