package dev.praetor.engine.run;

import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.task.TaskBody;
import dev.praetor.engine.task.TaskDefinition;

/** Which code a node runs: its task's, unless a test put other code in its place. */
@FunctionalInterface
public interface TaskBodies {
  TaskBodies OWN = (node, task) -> task.body();

  TaskBody of(GraphNode node, TaskDefinition task);
}
