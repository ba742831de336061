package dev.praetor.engine.run;

import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.task.TaskDefinition;

/**
 * The code that nodes run: by default the code of their tasks, which a test may replace.
 * Thread-safe.
 */
@FunctionalInterface
public interface TaskBodies {
  TaskBodies OWN = (node, task) -> task.body();

  TaskBody of(GraphNode node, TaskDefinition task);
}
