package dev.praetor.cli.recorded;

import dev.praetor.RunId;
import dev.praetor.TaskPath;
import dev.praetor.store.history.RunHistory;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.StoredArtifact;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.model.StoredProgress;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** The recorded runs of a place, what their task runs reported, and changes of them. */
public interface RecordedRuns extends RunHistory, AutoCloseable {
  /** Returns runs when it is known whether their owners are alive, as the method for one does. */
  List<StoredRun> settled(List<StoredRun> runs, boolean doubts);

  /** Returns the runs whose ids begin with a prefix, newest first, at most 100. */
  List<StoredRun> findByPrefix(String idPrefix);

  /** Returns a run in its recorded state, also if it is shown in another one. */
  StoredRun recorded(StoredRun run);

  /** Returns whether the code of a run is registered, so that workers start and resume it. */
  boolean isRegistered(RunId run);

  /**
   * Returns the number of the registered version of a run; absent if its code is not registered.
   */
  Optional<Integer> versionNumber(StoredRun run);

  /** Returns the record of a run, and the place of its code. */
  RunCode code(RunId run);

  /** Returns a page of the log lines of a run, oldest first. */
  List<StoredLog> logs(RunId run, LogFilter filter);

  /** Returns the last log line of a task run, if it has logged anything. */
  Optional<StoredLog> lastLog(RunId run, String node, int index);

  /** Returns at most {@code most} task runs of a run that are running or waiting. */
  List<StoredTaskRun> open(RunId run, int most);

  /** Returns the newest reports of progress of a run, at most {@code most}, one a task run. */
  List<StoredProgress> progress(RunId run, int most);

  /** Returns the artifacts of a run, oldest first, without their contents. */
  List<StoredArtifact> artifacts(RunId run);

  /** Returns the content of an artifact. */
  Optional<String> content(RunId run, StoredArtifact artifact);

  /**
   * Checks that there is a project.
   *
   * @throws dev.praetor.PraetorException if not
   */
  void requireProject(String name);

  /** Returns the reasons for which a run waits now. */
  List<RunReason> reasons(RunId run);

  /** Returns the reasons for which a task run waits now. */
  List<RunReason> reasons(RunId run, TaskPath task);

  /** Waits until a run has ended. */
  void awaitEnd(RunId run) throws InterruptedException;

  /** Writes the document of a run, without keeping all of it in memory. */
  void write(StoredRun run, PrintWriter out);

  /** Returns the changes of these runs. */
  RunIntents intents();

  @Override
  void close();
}
