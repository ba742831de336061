package dev.praetor.server.live;

import dev.praetor.RunId;
import java.util.Set;

/**
 * The changes that one glance at the store has found.
 *
 * @param number the number of the change, which counts up while the feed goes on
 * @param runs the runs that began, changed or ended
 * @param more true if other runs may have changed, because there are too many to tell
 * @param schedules true if schedules have changed
 * @param workers true if processes have come or gone, or workers or pools have changed
 * @param events true if there are new events
 */
public record Change(
    long number,
    Set<RunId> runs,
    boolean more,
    boolean schedules,
    boolean workers,
    boolean events) {
  public Change {
    runs = Set.copyOf(runs);
  }

  boolean isEmpty() {
    return runs.isEmpty() && !more && !schedules && !workers && !events;
  }

  /** Returns whether a run has changed, or may have. */
  public boolean concerns(RunId run) {
    return more || runs.contains(run);
  }
}
