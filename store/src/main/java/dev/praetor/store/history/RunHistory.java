package dev.praetor.store.history;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Read access to recorded runs and task runs. Thread-safe. */
public interface RunHistory {
  /** Returns the run of this id, if there is one. */
  Optional<StoredRun> find(RunId id);

  /** Returns a page of runs, newest first. */
  List<StoredRun> list(RunFilter filter);

  /**
   * Returns a run when it is known whether its owner is alive. If only its heartbeat can tell that,
   * this waits for at most the length of a lease.
   *
   * @param doubts true to wait also for an owner that had a heartbeat shortly before, as a command
   *     does that must not disturb a run in progress
   */
  StoredRun settled(StoredRun run, boolean doubts);

  /** Returns a page of the task runs of a run, without task runs that have only been pending. */
  List<StoredTaskRun> taskRuns(RunId run, TaskRunFilter filter);

  /** Returns the task run at a path with its value, even if the value is large. */
  Optional<StoredTaskRun> taskRun(RunId run, TaskPath path);

  /**
   * Returns the number of children of a mapped node in each state; children without a row are not
   * counted.
   *
   * @param node the path of the mapped node as text
   */
  Map<StateType, Integer> counts(RunId run, String node);

  /**
   * Returns the description of a version of a flow as JSON, which does not contain the flow's code.
   */
  Optional<String> spec(String version);
}
