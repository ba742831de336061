package dev.praetor;

import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.graph.Work;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A branch whose other side may follow; without one nothing runs where the condition is false. */
public final class When<T extends @Nullable Object> {
  private final FlowBuilder flow;
  private final Work.Branch then;

  When(FlowBuilder flow, Work.Branch then) {
    this.flow = flow;
    this.then = then;
  }

  /** The branch for the condition being false; gives a node that ends as the branch taken ends. */
  public Node<T> otherwise(Supplier<? extends Node<? extends T>> body) {
    BranchCondition other = new BranchCondition(then.guard().condition(), List.of(true), true);
    return flow.merge(List.of(then, flow.branch(other, body)));
  }
}
