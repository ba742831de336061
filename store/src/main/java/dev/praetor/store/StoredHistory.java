package dev.praetor.store;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.store.columns.ColumnUpkeep;
import dev.praetor.store.history.RecordSource;
import dev.praetor.store.history.RecordedRunReader;
import dev.praetor.store.history.RunHistory;
import dev.praetor.store.model.LogFilter;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredArtifact;
import dev.praetor.store.model.StoredLog;
import dev.praetor.store.model.StoredProgress;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The records of the runs in a store: the runs with their task runs, and what these have reported.
 */
public abstract sealed class StoredHistory implements RunHistory permits StoreAreas {
  final OpenParts parts;

  StoredHistory(OpenParts parts) {
    this.parts = parts;
  }

  /** Returns the records of runs, of which runs are resumed and restarted. */
  public final RecordSource records() {
    return RecordSource.of(parts.reader(), parts.tasks());
  }

  /** Returns the upkeep of the columns from which questions about many task runs are answered. */
  public final ColumnUpkeep columns() {
    return new ColumnUpkeep(parts.query(), parts.writes(), parts.clock());
  }

  @Override
  public Optional<StoredRun> find(RunId id) {
    return parts.reader().find(id);
  }

  final StoredRun require(RunId id) {
    return find(id).orElseThrow(() -> StoreFailed.noRun(id));
  }

  @Override
  public StoredRun settled(StoredRun run, boolean doubts) {
    return settled(List.of(run), doubts).getFirst();
  }

  /**
   * Returns runs when it is known whether their owners are alive, as the method for one run does.
   */
  public List<StoredRun> settled(List<StoredRun> runs, boolean doubts) {
    Set<String> open = new LinkedHashSet<>();
    for (StoredRun run : runs) {
      OwnerLife life = run.owner().life();
      if (!run.state().isFinished()
          && (life == OwnerLife.SILENT || doubts && life == OwnerLife.HEARD)) {
        open.add(run.owner().id());
      }
    }
    if (open.isEmpty()) {
      return runs;
    }
    parts.watch().settle(open);
    return runs.stream()
        .map(run -> open.contains(run.owner().id()) ? find(run.id()).orElse(run) : run)
        .toList();
  }

  /** Returns the runs whose ids begin with a prefix, newest first, at most 100. */
  public List<StoredRun> findByPrefix(String idPrefix) {
    return parts.reader().findByPrefix(idPrefix, Optional.empty());
  }

  /** Returns the runs of some projects whose ids begin with a prefix, newest first, at most 100. */
  public List<StoredRun> findByPrefix(String idPrefix, Optional<Set<String>> projects) {
    return parts.reader().findByPrefix(idPrefix, projects);
  }

  @Override
  public List<StoredRun> list(RunFilter filter) {
    return parts.reader().list(filter);
  }

  @Override
  public List<StoredTaskRun> taskRuns(RunId run, TaskRunFilter filter) {
    return parts.tasks().page(run, filter);
  }

  @Override
  public Optional<StoredTaskRun> taskRun(RunId run, TaskPath path) {
    return parts.tasks().one(run, path);
  }

  @Override
  public Map<StateType, Integer> counts(RunId run, String node) {
    return parts.tasks().counts(run, node);
  }

  @Override
  public Optional<String> spec(String version) {
    return parts.reader().spec(version);
  }

  /** Returns a page of the log lines of a run, oldest first. */
  public List<StoredLog> logs(RunId run, LogFilter filter) {
    return parts.logs().list(run, filter);
  }

  /** Returns at most {@code most} task runs of a run that are running or waiting. */
  public List<StoredTaskRun> open(RunId run, int most) {
    return parts.tasks().open(run, most);
  }

  /** Returns the newest reports of progress of a run, at most {@code most}, one a task run. */
  public List<StoredProgress> progress(RunId run, int most) {
    return parts.progress().list(run, most);
  }

  /** Returns the artifacts of a run, oldest first, without their contents. */
  public List<StoredArtifact> artifacts(RunId run) {
    return parts.artifacts().list(run);
  }

  /** Returns the content of an artifact. */
  public Optional<String> content(RunId run, StoredArtifact artifact) {
    return parts.artifacts().content(run, artifact);
  }

  /** Returns the last log line of a task run, if it has logged anything. */
  public Optional<StoredLog> lastLog(RunId run, String node, int index) {
    return parts.logs().last(run, node, index);
  }

  /**
   * Reads the record of a run without its values, to plan a restart where the code of its flow is
   * not at hand.
   *
   * @throws StoreFailed if there is no such run
   */
  public RecordedRun outline(RunId id) {
    return RecordedRunReader.outline(parts.reader(), parts.tasks(), id);
  }
}
