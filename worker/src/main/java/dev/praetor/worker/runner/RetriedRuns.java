package dev.praetor.worker.runner;

import dev.praetor.RunId;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The runs that retry others in this runner. People give orders to the first of them, and the
 * server has to know that when it is another one than before. Thread-safe.
 */
final class RetriedRuns {
  private static final int MOST = 10_000;

  private final Map<RunId, RunId> first =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RunId, RunId> eldest) {
          return size() > MOST;
        }
      };

  /** Notes that a run retries an earlier one. */
  synchronized void add(RunId earlier, RunId later) {
    first.put(later, first(earlier));
  }

  /** Returns the first of the runs that a run retries; the run itself if it retries none. */
  synchronized RunId first(RunId run) {
    return first.getOrDefault(run, run);
  }
}
