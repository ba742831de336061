package dev.praetor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The result of a run that has ended. Immutable. */
public interface FlowResult<R extends @Nullable Object> {
  /** Returns the id of the run. */
  RunId id();

  /** Returns the name of the run, for people. */
  String runName();

  /** Returns the final state of the run. */
  State state();

  /**
   * Returns the value of the node that the flow's definition returned.
   *
   * @throws RunFailed if the run did not succeed; the message names the tasks that failed
   */
  R value();

  /**
   * Returns the task run of a node. For a mapped node this is the run of the node itself, whose
   * index is -1, not of a child.
   *
   * @throws NotFound if the flow has no such node; the message names the nodes it has
   */
  TaskRun taskRun(String node);

  /**
   * Returns the run of a child of a mapped node.
   *
   * @throws NotFound if there is no such node or child
   */
  TaskRun taskRun(String node, int index);

  /**
   * Returns the children of a mapped node in index order, or the only run of a node that is not
   * mapped.
   *
   * @throws NotFound if there is no such node
   */
  List<TaskRun> taskRuns(String node);

  /** Returns the run of every node in order of definition, without the children of mapped nodes. */
  List<TaskRun> taskRuns();
}
