package dev.praetor.engine.run;

import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.task.TaskDefinition;
import java.util.Optional;

/**
 * The code that nodes run: by default the code of their tasks, which a test may replace.
 * Thread-safe.
 */
@FunctionalInterface
public interface TaskBodies {
  TaskBodies OWN = (node, task) -> task.body();

  TaskBody of(GraphNode node, TaskDefinition task);

  /**
   * Returns the code that runs in place of a node that runs no task: a child flow, an approval, a
   * wait or a merge. By default there is none.
   */
  default Optional<TaskBody> inPlaceOf(GraphNode node) {
    return Optional.empty();
  }
}
