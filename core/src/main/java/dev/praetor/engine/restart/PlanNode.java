package dev.praetor.engine.restart;

import java.util.List;
import java.util.Set;

/**
 * A node as the plan of a restart sees it. Immutable.
 *
 * @param dimensions the number of indexes of its runs
 * @param atMostOnce true if its task may run at most once
 * @param isSetUp true if its result is a resource, which no longer exists after the run
 * @param reads the names of the nodes whose values it reads
 * @param parameters the names of the parameters that it reads
 */
record PlanNode(
    String name,
    int dimensions,
    boolean atMostOnce,
    boolean isSetUp,
    List<Need> needs,
    Set<String> reads,
    Set<String> parameters) {
  PlanNode {
    needs = List.copyOf(needs);
    reads = Set.copyOf(reads);
    parameters = Set.copyOf(parameters);
  }

  /**
   * A dependency on another node.
   *
   * @param shared the number of indexes that the runs of both nodes have in common; if the
   *     upstream's runs have more indexes, all of these runs are needed
   */
  record Need(String upstream, int shared) {}
}
