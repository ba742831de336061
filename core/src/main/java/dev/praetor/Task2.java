package dev.praetor;

import dev.praetor.engine.task.FunctionBodies;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.function.F1;
import dev.praetor.function.F2;
import org.jspecify.annotations.Nullable;

/**
 * A task of two arguments. Immutable; every method that changes an option returns a new task.
 *
 * @see Task
 */
public final class Task2<
        A extends @Nullable Object, B extends @Nullable Object, R extends @Nullable Object>
    extends Task<R, Task2<A, B, R>> {
  Task2(TaskDefinition definition) {
    super(definition);
  }

  @Override
  Task2<A, B, R> with(TaskDefinition definition) {
    return new Task2<>(definition);
  }

  /**
   * Labels each mapped child by its first argument, so that people can recognise the child. By
   * default the label is the index.
   */
  public Task2<A, B, R> label(F1<? super A, ?> label) {
    return with(definition().withLabel(FunctionBodies.of(label)));
  }

  /** Labels each mapped child by all its arguments. */
  public Task2<A, B, R> label(F2<? super A, ? super B, ?> label) {
    return with(definition().withLabel(FunctionBodies.of(label)));
  }

  /** Adds a node for this task to the flow that is being defined. */
  public Node<R> call(Node<? extends A> a, Node<? extends B> b) {
    return flowBuilder().call(this, a, b);
  }

  /**
   * Adds a mapped node for this task, with one child for each element, to the flow that is being
   * defined. The n-th child is given the n-th element of each mapped argument and the whole value
   * of each plain node.
   */
  public Mapped<R> map(Arg<? extends A> a, Arg<? extends B> b) {
    return flowBuilder().map(this, a, b);
  }
}
