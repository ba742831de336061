package dev.praetor;

import dev.praetor.engine.task.FunctionBodies;
import dev.praetor.engine.task.TaskDefinition;
import dev.praetor.function.F1;
import org.jspecify.annotations.Nullable;

/**
 * A task of one argument. Immutable; every method that changes an option gives a new task.
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
   * Names each mapped child by its first argument, so that people can read which one failed.
   * Without it a child is named by its index.
   */
  public Task1<A, R> label(F1<? super A, ?> label) {
    return with(definition().withLabel(FunctionBodies.of(label)));
  }

  /** Uses this task once in the flow that is being defined. */
  public Node<R> call(Node<? extends A> a) {
    return place().call(this, a);
  }

  /**
   * Makes one child for each element of the mapped arguments, which go in step; plain nodes are
   * given whole to every child.
   */
  public Mapped<R> map(Arg<? extends A> a) {
    return place().map(this, a);
  }
}
