package dev.praetor;

import dev.praetor.engine.task.FunctionBodies;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.function.F1;
import org.jspecify.annotations.Nullable;

/**
 * A task of one argument. Immutable; every method that changes an option returns a new task.
 *
 * @see Task
 */
public final class Task1<A extends @Nullable Object, R extends @Nullable Object>
    extends Task<R, Task1<A, R>> {
  Task1(TaskDefinition definition) {
    super(definition);
  }

  @Override
  Task1<A, R> with(TaskDefinition definition) {
    return new Task1<>(definition);
  }

  /**
   * Labels each mapped child by its first argument, so that people can recognise the child. By
   * default the label is the index.
   */
  public Task1<A, R> label(F1<? super A, ?> label) {
    return with(definition().withLabel(FunctionBodies.of(label)));
  }

  /** Adds a node for this task to the flow that is being defined. */
  public Node<R> call(Node<? extends A> a) {
    return flowBuilder().call(this, a);
  }

  /**
   * Adds a mapped node for this task, with one child for each element, to the flow that is being
   * defined. The n-th child is given the n-th element of each mapped argument and the whole value
   * of each plain node.
   */
  public Mapped<R> map(Arg<? extends A> a) {
    return flowBuilder().map(this, a);
  }
}
