package dev.praetor.engine.document;

import dev.praetor.StateType;
import java.util.Map;
import java.util.Optional;

/** A node of a run, or of a mapped subgraph for one element. */
public interface DocumentedNode {
  /** Returns the run of the node itself. */
  DocumentedTaskRun own();

  /**
   * Returns the children of the node; empty for a node that is not mapped.
   *
   * @param most the maximum number of children shown; of more task runs, the unsuccessful ones are
   *     shown first
   */
  Optional<Children> children(int most);

  /** The children of a mapped node. */
  sealed interface Children {
    /** Returns the number of children in each state. */
    Map<StateType, Integer> counts();

    /** Returns the number of children that are not shown. */
    int leftOut();
  }

  /**
   * Children that are nodes with children of their own.
   *
   * @param nodes the first children, in index order, read one by one
   */
  record Groups(Map<StateType, Integer> counts, Iterable<DocumentedNode> nodes, int leftOut)
      implements Children {}

  /**
   * Children that are task runs.
   *
   * @param shown the shown children, in index order, or the unsuccessful ones before the others;
   *     read one by one
   */
  record TaskRuns(Map<StateType, Integer> counts, Iterable<DocumentedTaskRun> shown, int leftOut)
      implements Children {}
}
