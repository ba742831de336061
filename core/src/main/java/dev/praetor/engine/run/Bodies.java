package dev.praetor.engine.run;

import dev.praetor.engine.graph.GraphNode;
import dev.praetor.engine.graph.TaskBody;
import dev.praetor.engine.graph.TaskDefinition;

/** Which code a node runs: its task's, unless a test put other code in its place. */
@FunctionalInterface
public interface Bodies {
  Bodies OWN = (node, task) -> task.body();

  TaskBody of(GraphNode node, TaskDefinition task);
}
