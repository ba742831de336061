package dev.praetor;

import dev.praetor.engine.task.TaskDefinition;
import org.jspecify.annotations.Nullable;

/**
 * A task of no arguments. Immutable; every method that changes an option returns a new task.
 *
 * @see Task
 */
public final class Task0<R extends @Nullable Object> extends Task<R, Task0<R>> {
  Task0(TaskDefinition definition) {
    super(definition);
  }

  @Override
  Task0<R> with(TaskDefinition definition) {
    return new Task0<>(definition);
  }

  /** Adds a node for this task to the flow that is being defined. */
  public Node<R> call() {
    return flowBuilder().call(this);
  }
}
