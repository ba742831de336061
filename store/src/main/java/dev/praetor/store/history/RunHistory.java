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

/** Runs and task runs as they were recorded, to read. Safe to use from any thread. */
public interface RunHistory {
  /** A run, if there is one of this id. */
  Optional<StoredRun> find(RunId id);

  /** A page of runs, newest first. */
  List<StoredRun> list(RunFilter filter);

  /** A page of the task runs of a run that have begun to be anything but pending. */
  List<StoredTaskRun> taskRuns(RunId run, TaskRunFilter filter);

  /** The task run at a path with its value, however large. */
  Optional<StoredTaskRun> taskRun(RunId run, TaskPath path);

  /**
   * The number of children of a mapped node in each state; those without a row are left out.
   *
   * @param node the path of the mapped node as text
   */
  Map<StateType, Integer> counts(RunId run, String node);

  /** A version of a flow as JSON, without its code. */
  Optional<String> spec(String version);
}
