package dev.praetor.engine.graph;

/**
 * A dependency of a node on another.
 *
 * @param shared the number of indexes that the runs of both nodes have in common; if the upstream's
 *     runs have more indexes, all of these runs are needed
 * @param mode the meaning of the upstream's end for the downstream node
 */
public record Dependency(GraphNode upstream, GraphNode downstream, int shared, Mode mode) {
  public enum Mode {
    /** The state of the upstream counts for the skip rule and the trigger. */
    STATE,
    /** The upstream only has to be finished. */
    FINISHED,
    /** The upstream decides whether a branch is taken. */
    GUARD,
    /**
     * The lists of the upstream are joined and mapped over; each child sees the state of the run
     * its element is from.
     */
    JOINED
  }
}
