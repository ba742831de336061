package dev.praetor;

import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Work;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Branches by value: {@code flow.match(day).on("Sunday", rest).otherwise(work)}. */
public final class Match<V extends @Nullable Object> {
  private final FlowBuilder flow;
  private final Source.Whole value;

  Match(FlowBuilder flow, Source.Whole value) {
    this.flow = flow;
    this.value = value;
  }

  /** The branch for one value. */
  public <T extends @Nullable Object> Cases<V, T> on(
      V expected, Supplier<? extends Node<? extends T>> body) {
    return new Cases<V, T>(flow, value).on(expected, body);
  }

  /** The branches named so far. */
  public static final class Cases<V extends @Nullable Object, T extends @Nullable Object> {
    private final FlowBuilder flow;
    private final Source.Whole value;
    private final List<Work.Branch> branches = new ArrayList<>();
    private final List<@Nullable Object> expected = new ArrayList<>();

    private Cases(FlowBuilder flow, Source.Whole value) {
      this.flow = flow;
      this.value = value;
    }

    public Cases<V, T> on(V value, Supplier<? extends Node<? extends T>> body) {
      expected.add(value);
      BranchCondition guard =
          new BranchCondition(this.value, Collections.singletonList(value), false);
      branches.add(flow.branch(guard, body));
      return this;
    }

    /** The branch for all other values; gives a node that ends as the branch taken ends. */
    public Node<T> otherwise(Supplier<? extends Node<? extends T>> body) {
      BranchCondition guard =
          new BranchCondition(value, Collections.unmodifiableList(new ArrayList<>(expected)), true);
      branches.add(flow.branch(guard, body));
      return flow.merge(branches);
    }
  }
}
