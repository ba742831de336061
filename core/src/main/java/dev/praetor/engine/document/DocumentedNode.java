package dev.praetor.engine.document;

import dev.praetor.StateType;
import java.util.List;
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

    /** Returns the number of children. */
    int width();

    /** Returns the number of children that are not shown. */
    int leftOut();
  }

  /**
   * Children that are nodes with children of their own.
   *
   * @param nodes the first children, in index order
   */
  record Groups(Map<StateType, Integer> counts, List<DocumentedNode> nodes, int width)
      implements Children {
    @Override
    public int leftOut() {
      return Math.max(0, width - nodes.size());
    }
  }

  /**
   * Children that are task runs.
   *
   * @param shown the shown children, in index order, or the unsuccessful ones before the others
   */
  record TaskRuns(Map<StateType, Integer> counts, List<DocumentedTaskRun> shown, int width)
      implements Children {
    @Override
    public int leftOut() {
      return Math.max(0, width - shown.size());
    }
  }
}
