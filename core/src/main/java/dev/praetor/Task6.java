package dev.praetor;

import dev.praetor.engine.task.FunctionBodies;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.function.F1;
import dev.praetor.function.F6;
import org.jspecify.annotations.Nullable;

/**
 * A task of six arguments. Immutable; every method that changes an option returns a new task.
 *
 * @see Task
 */
public final class Task6<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        D extends @Nullable Object,
        E extends @Nullable Object,
        F extends @Nullable Object,
        R extends @Nullable Object>
    extends Task<R, Task6<A, B, C, D, E, F, R>> {
  Task6(TaskDefinition definition) {
    super(definition);
  }

  @Override
  Task6<A, B, C, D, E, F, R> with(TaskDefinition definition) {
    return new Task6<>(definition);
  }

  /**
   * Labels each mapped child by its first argument, so that people can recognise the child. By
   * default the label is the index.
   */
  public Task6<A, B, C, D, E, F, R> label(F1<? super A, ?> label) {
    return with(definition().withLabel(FunctionBodies.of(label)));
  }

  /** Labels each mapped child by all its arguments. */
  public Task6<A, B, C, D, E, F, R> label(
      F6<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ?> label) {
    return with(definition().withLabel(FunctionBodies.of(label)));
  }

  /** Adds a node for this task to the flow that is being defined. */
  public Node<R> call(
      Node<? extends A> a,
      Node<? extends B> b,
      Node<? extends C> c,
      Node<? extends D> d,
      Node<? extends E> e,
      Node<? extends F> f) {
    return flowBuilder().call(this, a, b, c, d, e, f);
  }

  /**
   * Adds a mapped node for this task, with one child for each element, to the flow that is being
   * defined. The n-th child is given the n-th element of each mapped argument and the whole value
   * of each plain node.
   */
  public Mapped<R> map(
      Arg<? extends A> a,
      Arg<? extends B> b,
      Arg<? extends C> c,
      Arg<? extends D> d,
      Arg<? extends E> e,
      Arg<? extends F> f) {
    return flowBuilder().map(this, a, b, c, d, e, f);
  }
}
