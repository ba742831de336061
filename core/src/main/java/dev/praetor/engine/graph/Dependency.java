package dev.praetor.engine.graph;

/**
 * That one node needs another.
 *
 * @param shared how many indexes the runs of both have in common; where the upstream has more, all
 *     of them are needed
 * @param mode what the upstream's end means
 */
public record Dependency(GraphNode upstream, GraphNode downstream, int shared, Mode mode) {
  public enum Mode {
    /** Its state counts for the skip rule and the trigger. */
    STATE,
    /** It only has to be finished. */
    FINISHED,
    /** It decides whether a branch is taken. */
    GUARD,
    /**
     * Its lists are joined and mapped over; each child sees the state of the one its element is
     * from.
     */
    JOINED
  }
}
