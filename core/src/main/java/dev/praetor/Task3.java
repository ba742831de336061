package dev.praetor;

import dev.praetor.engine.task.FunctionBodies;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.function.F1;
import dev.praetor.function.F3;
import org.jspecify.annotations.Nullable;

/**
 * A task of three arguments. Immutable; every method that changes an option gives a new task.
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
   * Names each mapped child by its first argument, so that people can read which one failed.
   * Without it a child is named by its index.
   */
  public Task3<A, B, C, R> label(F1<? super A, ?> label) {
    return with(definition().withLabel(FunctionBodies.of(label)));
  }

  /** Names each mapped child by all its arguments. */
  public Task3<A, B, C, R> label(F3<? super A, ? super B, ? super C, ?> label) {
    return with(definition().withLabel(FunctionBodies.of(label)));
  }

  /** Uses this task once in the flow that is being defined. */
  public Node<R> call(Node<? extends A> a, Node<? extends B> b, Node<? extends C> c) {
    return place().call(this, a, b, c);
  }

  /**
   * Makes one child for each element of the mapped arguments, which go in step; plain nodes are
   * given whole to every child.
   */
  public Mapped<R> map(Arg<? extends A> a, Arg<? extends B> b, Arg<? extends C> c) {
    return place().map(this, a, b, c);
  }
}
