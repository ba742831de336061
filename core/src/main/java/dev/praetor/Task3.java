package dev.praetor;

import dev.praetor.engine.task.FunctionBodies;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.function.F1;
import dev.praetor.function.F3;
import org.jspecify.annotations.Nullable;

/**
 * A task of three arguments. Immutable; every method that changes an option returns a new task.
 *
 * @see Task
 */
public final class Task3<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        R extends @Nullable Object>
    extends Task<R, Task3<A, B, C, R>> {
  Task3(TaskDefinition definition) {
    super(definition);
  }

  @Override
  Task3<A, B, C, R> with(TaskDefinition definition) {
    return new Task3<>(definition);
  }

  /**
   * Labels each mapped child by its first argument, so that people can recognise the child. By
   * default the label is the index.
   */
  public Task3<A, B, C, R> label(F1<? super A, ?> label) {
    return with(definition().withLabel(FunctionBodies.of(label)));
  }

  /** Labels each mapped child by all its arguments. */
  public Task3<A, B, C, R> label(F3<? super A, ? super B, ? super C, ?> label) {
    return with(definition().withLabel(FunctionBodies.of(label)));
  }

  /** Adds a node for this task to the flow that is being defined. */
  public Node<R> call(Node<? extends A> a, Node<? extends B> b, Node<? extends C> c) {
    return flowBuilder().call(this, a, b, c);
  }

  /**
   * Adds a mapped node for this task, with one child for each element, to the flow that is being
   * defined. The n-th child is given the n-th element of each mapped argument and the whole value
   * of each plain node.
   */
  public Mapped<R> map(Arg<? extends A> a, Arg<? extends B> b, Arg<? extends C> c) {
    return flowBuilder().map(this, a, b, c);
  }
}
