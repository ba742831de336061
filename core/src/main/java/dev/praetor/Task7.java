package dev.praetor;

import dev.praetor.engine.task.FunctionBodies;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.function.F1;
import dev.praetor.function.F7;
import org.jspecify.annotations.Nullable;

/**
 * A task of seven arguments. Immutable; every method that changes an option returns a new task.
 *
 * @see Task
 */
public final class Task7<
        A extends @Nullable Object,
        B extends @Nullable Object,
        C extends @Nullable Object,
        D extends @Nullable Object,
        E extends @Nullable Object,
        F extends @Nullable Object,
        G extends @Nullable Object,
        R extends @Nullable Object>
    extends Task<R, Task7<A, B, C, D, E, F, G, R>> {
  Task7(TaskDefinition definition) {
    super(definition);
  }

  @Override
  Task7<A, B, C, D, E, F, G, R> with(TaskDefinition definition) {
    return new Task7<>(definition);
  }

  /**
   * Labels each mapped child by its first argument, so that people can recognise the child. By
   * default the label is the index.
   */
  public Task7<A, B, C, D, E, F, G, R> label(F1<? super A, ?> label) {
    return with(definition().withLabel(FunctionBodies.of(label)));
  }

  /** Labels each mapped child by all its arguments. */
  public Task7<A, B, C, D, E, F, G, R> label(
      F7<? super A, ? super B, ? super C, ? super D, ? super E, ? super F, ? super G, ?> label) {
    return with(definition().withLabel(FunctionBodies.of(label)));
  }

  /** Adds a node for this task to the flow that is being defined. */
  public Node<R> call(
      Node<? extends A> a,
      Node<? extends B> b,
      Node<? extends C> c,
      Node<? extends D> d,
      Node<? extends E> e,
      Node<? extends F> f,
      Node<? extends G> g) {
    return flowBuilder().call(this, a, b, c, d, e, f, g);
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
      Arg<? extends F> f,
      Arg<? extends G> g) {
    return flowBuilder().map(this, a, b, c, d, e, f, g);
  }
}
