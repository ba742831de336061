package dev.praetor.cli.place;

import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerRunner;
import java.util.List;
import java.util.Map;

/**
 * A worker, with what its processes do now.
 *
 * @param runs the number of runs in progress of each process, by its number
 * @param flows the names of the registered flows of each package that they have
 */
public record KnownWorker(
    StoredWorker worker, Map<Long, Integer> runs, Map<String, List<String>> flows) {
  public KnownWorker {
    runs = Map.copyOf(runs);
    flows = Map.copyOf(flows);
  }

  /** Returns the number of runs in progress. */
  public int running() {
    return runs.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns the number of runs in progress of a process. */
  public int running(WorkerRunner runner) {
    return runs.getOrDefault(runner.pid(), 0);
  }

  /** Returns the names of the registered flows whose code a process has. */
  public List<String> flows(WorkerRunner runner) {
    return flows.getOrDefault(runner.code(), List.of());
  }
}
