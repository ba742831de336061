package dev.praetor.engine.document;

import dev.praetor.StateType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A node of a run, or of a mapped piece of graph for one element. */
public interface DocumentedNode {
  /** The run of the node itself. */
  DocumentedTaskRun own();

  /**
   * Its children; empty for a node that is not mapped.
   *
   * @param most how many are shown at most; of more task runs the unsuccessful ones first
   */
  Optional<Children> children(int most);

  /** The children of a mapped node. */
  sealed interface Children {
    /** The number of children in each state. */
    Map<StateType, Integer> counts();

    /** The number of children. */
    int width();

    /** The number of children that are not shown. */
    int leftOut();
  }

  /**
   * Children that are nodes with children of their own.
   *
   * @param nodes the first ones, in index order
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
   * @param shown in index order, or the unsuccessful ones before the others
   */
  record TaskRuns(Map<StateType, Integer> counts, List<DocumentedTaskRun> shown, int width)
      implements Children {
    @Override
    public int leftOut() {
      return Math.max(0, width - shown.size());
    }
  }
}
