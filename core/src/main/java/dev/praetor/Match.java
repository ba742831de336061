package dev.praetor;

import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A choice between branches by a value, for example {@code flow.match(day).on("Sunday",
 * rest).otherwise(work)}. May be used only inside {@link Flow#define}, by the thread that runs the
 * definition.
 */
public final class Match<V extends @Nullable Object> {
  private final FlowBuilder flow;
  private final Source.Whole value;

  Match(FlowBuilder flow, Source.Whole value) {
    this.flow = flow;
    this.value = value;
  }

  /** Adds the branch for a value. */
  public <T extends @Nullable Object> Cases<V, T> on(
      V expected, Supplier<? extends Node<? extends T>> body) {
    return new Cases<V, T>(flow, value).on(expected, body);
  }

  /** The branches added so far. */
  public static final class Cases<V extends @Nullable Object, T extends @Nullable Object> {
    private final FlowBuilder flow;
    private final Source.Whole value;
    private final List<Work.Branch> branches = new ArrayList<>();
    private final List<@Nullable Object> expected = new ArrayList<>();

    private Cases(FlowBuilder flow, Source.Whole value) {
      this.flow = flow;
      this.value = value;
    }

    /** Adds the branch for another value. */
    public Cases<V, T> on(V value, Supplier<? extends Node<? extends T>> body) {
      expected.add(value);
      BranchCondition guard =
          new BranchCondition(this.value, Collections.singletonList(value), false);
      branches.add(flow.branch(guard, body));
      return this;
    }

    /**
     * Adds the branch for all other values and returns a node that ends like the branch that was
     * taken.
     */
    public Node<T> otherwise(Supplier<? extends Node<? extends T>> body) {
      BranchCondition guard =
          new BranchCondition(value, Collections.unmodifiableList(new ArrayList<>(expected)), true);
      branches.add(flow.branch(guard, body));
      return flow.merge(branches);
    }
  }
}
