package dev.praetor.store.model;

import dev.praetor.ErrorCode;
import dev.praetor.engine.task.Placement;
import java.util.List;
import java.util.TreeSet;

/**
 * The runs that a worker takes. Immutable.
 *
 * @param pools the pools whose runs it takes, sorted; at least one
 * @param labels its labels, sorted: it takes only runs that need none but these
 * @param slots the largest number of runs at the same time, at least 1
 */
public record WorkerOffer(List<String> pools, List<String> labels, int slots) {
  /** The largest number of slots of a worker. */
  public static final int MOST_SLOTS = 100_000;

  private static final int MOST_POOLS = 32;

  /**
   * Checks and sorts what a worker offers.
   *
   * @throws StoreFailed with {@code BAD_REQUEST} if a name or a number is not allowed
   */
  public WorkerOffer {
    pools = List.copyOf(new TreeSet<>(pools));
    labels = List.copyOf(new TreeSet<>(labels));
    if (pools.isEmpty() || pools.size() > MOST_POOLS) {
      throw refused("a worker has 1 to %d pools, not %,d".formatted(MOST_POOLS, pools.size()));
    }
    if (slots < 1 || slots > MOST_SLOTS) {
      throw refused("a worker has 1 to %,d slots, not %,d".formatted(MOST_SLOTS, slots));
    }
    try {
      pools.forEach(Placement::checkPool);
      Placement.checkLabels(labels);
    } catch (IllegalArgumentException e) {
      throw refused(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the offer of a worker of the default pool without labels. */
  public static WorkerOffer ofSlots(int slots) {
    return new WorkerOffer(List.of(Placement.DEFAULT_POOL), List.of(), slots);
  }

  private static StoreFailed refused(String why) {
    return new StoreFailed(ErrorCode.BAD_REQUEST, "a worker", why, "");
  }
}
