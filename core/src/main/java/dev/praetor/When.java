package dev.praetor;

import dev.praetor.engine.graph.BranchCondition;
import dev.praetor.engine.graph.Work;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A branch by a condition, to which the other branch may be added; without the other branch nothing
 * runs if the condition is false. May be used only inside {@link Flow#define}, by the thread that
 * runs the definition.
 */
public final class When<T extends @Nullable Object> {
  private final FlowBuilder flow;
  private final Work.Branch then;

  When(FlowBuilder flow, Work.Branch then) {
    this.flow = flow;
    this.then = then;
  }

  /**
   * Adds the branch that runs if the condition is false and returns a node that ends like the
   * branch that was taken.
   */
  public Node<T> otherwise(Supplier<? extends Node<? extends T>> body) {
    BranchCondition other = new BranchCondition(then.guard().condition(), List.of(true), true);
    return flow.merge(List.of(then, flow.branch(other, body)));
  }
}
