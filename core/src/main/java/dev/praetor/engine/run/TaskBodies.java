package dev.praetor.engine.run;

import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.task.TaskDefinition;

/**
 * The code that nodes run: their tasks', unless a test puts other code in its place. For any
 * thread.
 */
@FunctionalInterface
public interface TaskBodies {
  TaskBodies OWN = (node, task) -> task.body();

  TaskBody of(GraphNode node, TaskDefinition task);
}
