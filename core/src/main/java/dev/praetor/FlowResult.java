package dev.praetor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run of a flow that has ended. Immutable. */
public interface FlowResult<R extends @Nullable Object> {
  RunId id();

  /** The name of this run for people. */
  String runName();

  State state();

  /**
   * The value of the node that the flow's definition returns.
   *
   * @throws RunFailed unless the run succeeded; the message names what failed
   */
  R value();

  /**
   * The run of a node; of a mapped one its own, whose index is -1.
   *
   * @throws NotFound if the flow has no such node; the message names those it has
   */
  TaskRun taskRun(String node);

  /**
   * The run of one child of a mapped node.
   *
   * @throws NotFound if there is no such node or child
   */
  TaskRun taskRun(String node, int index);

  /** The children of a mapped node in index order; of a node that is not mapped, its one run. */
  List<TaskRun> taskRuns(String node);

  /** The run of every node in order of definition; mapped ones without their children. */
  List<TaskRun> taskRuns();
}
