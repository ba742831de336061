package dev.praetor.cli.recorded;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoredRun;
import java.util.List;
import java.util.Optional;

/**
 * Changes of the runs of a place. The name of the person is recorded with each: that of the user
 * here, or the name that the server knows by the key.
 */
public interface RunIntents {
  /** An order that was given to a run. */
  @FunctionalInterface
  interface Given {
    /** Returns the reason for which the run does not obey, as far as it is known. */
    Optional<String> refusal();
  }

  /** Gives an order to a run that has not ended. */
  Given order(RunId run, RunOrder order);

  /** Holds a waiting run back until it is released; returns false if it does not wait any more. */
  boolean hold(RunId run, String why);

  /** Releases a waiting run that is held back; returns whether it was. */
  boolean release(RunId run, String why);

  /** Pauses a run whose process has ended. */
  void pauseLost(StoredRun run, String why);

  /** Opens a run again that was given up because too many of its processes died. */
  void reopen(RunId run, String why);

  /** Sets the state of a run that has ended, or whose process has. */
  void setState(RunId run, StateType state, String why);

  /** Pins a run, which is kept by retention and pruning then. */
  void pin(RunId run);

  /** Takes back that a run is pinned. */
  void unpin(RunId run);

  /** Deletes a run with everything recorded about it. */
  void delete(RunId run);

  /**
   * The runs and the large values that were deleted.
   *
   * @param blobs the number of large values that no run needs any more
   */
  record Pruned(int runs, long blobs) {}

  /** Returns the runs that a filter selects, with the runs within them. */
  List<RunId> prunable(PruneFilter filter);

  /** Deletes the runs that a filter selects. */
  Pruned prune(PruneFilter filter);

  /** Deletes the results of a run, or only those at a path; returns their number. */
  int dropResults(RunId run, Optional<TaskPath> path);
}
