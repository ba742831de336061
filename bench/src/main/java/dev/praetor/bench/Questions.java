package dev.praetor.bench;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The usual questions to a store: pages of runs, a run, pages of its task runs, and their counts by
 * state.
 */
final class Questions {
  private static final int RUNS = 50;
  private static final int TASK_RUNS = 100;
  private static final int STRIDE = 37;
  private static final String UNSUCCESSFUL =
      """
      SELECT * FROM task_run
      WHERE run = ? AND state IN ('Failed', 'TimedOut', 'TriggerFailed', 'Crashed')
      ORDER BY node, idx LIMIT ?
      """;
  // Without the hint SQLite scans the primary key, through all successful task runs.
  private static final String UNSUCCESSFUL_SQLITE =
      """
      SELECT * FROM task_run INDEXED BY task_run_unsuccessful
      WHERE run = ? AND state IN ('Failed', 'TimedOut', 'TriggerFailed', 'Crashed')
      ORDER BY node, idx LIMIT ?
      """;
  private final String database;
  private final RunStore store;
  private final History history;

  Questions(String database, RunStore store, History history) {
    this.database = database;
    this.store = store;
    this.history = history;
  }

  List<Question> all() {
    return List.of(
        newest(),
        ofFlow(),
        failed(),
        since(),
        older(),
        one(),
        first(),
        middle(),
        unsuccessful(),
        counts());
  }

  private Question newest() {
    return new Question(
        database + ", 50 newest runs",
        _ -> store.list(RunFilter.all().withLimit(RUNS)),
        """
        SELECT * FROM flow_run ORDER BY created DESC, id DESC LIMIT ?
        """,
        _ -> List.of(RUNS));
  }

  private Question ofFlow() {
    return new Question(
        database + ", 50 newest of a flow",
        i -> store.list(RunFilter.all().withFlow(flow(i)).withLimit(RUNS)),
        """
        SELECT * FROM flow_run WHERE flow = ? ORDER BY created DESC, id DESC LIMIT ?
        """,
        i -> List.of(flow(i), RUNS));
  }

  private Question failed() {
    return new Question(
        database + ", 50 newest that failed",
        _ -> store.list(RunFilter.all().withState(StateType.FAILED).withLimit(RUNS)),
        """
        SELECT * FROM flow_run WHERE state = 'Failed' ORDER BY created DESC, id DESC LIMIT ?
        """,
        _ -> List.of(RUNS));
  }

  private Question since() {
    return new Question(
        database + ", 50 newest since a time",
        i -> store.list(RunFilter.all().withSince(run(i).times().created()).withLimit(RUNS)),
        """
        SELECT * FROM flow_run WHERE created >= ? ORDER BY created DESC, id DESC LIMIT ?
        """,
        i -> List.of(micros(run(i)), RUNS));
  }

  private Question older() {
    return new Question(
        database + ", 50 runs after another page",
        i -> store.list(RunFilter.all().withAfter(run(i)).withLimit(RUNS)),
        """
        SELECT * FROM flow_run WHERE (created, id) < (?, ?)
        ORDER BY created DESC, id DESC LIMIT ?
        """,
        i -> List.of(micros(run(i)), run(i).id().toString(), RUNS));
  }

  private Question one() {
    return new Question(
        database + ", one run",
        i -> store.find(run(i).id()).stream().toList(),
        """
        SELECT * FROM flow_run WHERE id = ?
        """,
        i -> List.of(run(i).id().toString()));
  }

  private Question first() {
    return new Question(
        database + ", first 100 task runs of 900,000",
        _ -> store.taskRuns(large(), TaskRunFilter.all().withLimit(TASK_RUNS)),
        """
        SELECT * FROM task_run WHERE run = ? ORDER BY node, idx LIMIT ?
        """,
        _ -> List.of(large().toString(), TASK_RUNS));
  }

  private Question middle() {
    return new Question(
        database + ", 100 task runs in the midst of 900,000",
        i -> store.taskRuns(large(), TaskRunFilter.all().withAfter(place(i)).withLimit(TASK_RUNS)),
        """
        SELECT * FROM task_run WHERE run = ? AND (node, idx) > (?, ?) ORDER BY node, idx LIMIT ?
        """,
        i -> List.of(large().toString(), place(i).node(), place(i).index(), TASK_RUNS));
  }

  private Question unsuccessful() {
    return new Question(
        database + ", 100 task runs, unsuccessful first",
        _ ->
            store.taskRuns(
                large(), TaskRunFilter.all().withUnsuccessfulFirst().withLimit(TASK_RUNS)),
        database.startsWith("SQLite") ? UNSUCCESSFUL_SQLITE : UNSUCCESSFUL,
        _ -> List.of(large().toString(), TASK_RUNS));
  }

  private Question counts() {
    return new Question(
        database + ", counts of 900,000 by state",
        _ -> List.copyOf(store.counts(large(), "noop").entrySet()),
        """
        SELECT state, n FROM map_counts WHERE run = ? AND node = ? AND n > 0
        """,
        _ -> List.of(large().toString(), "noop"));
  }

  private RunId large() {
    return history.large();
  }

  private static String flow(int i) {
    return History.flow(i % History.FLOWS);
  }

  /**
   * Returns another run each time, from all over the store except the oldest runs, after which
   * there is no page.
   */
  private StoredRun run(int i) {
    return history.small().get(i * STRIDE % (history.small().size() - RUNS));
  }

  private StoredTaskRun place(int i) {
    return history.places().get(i * STRIDE % history.places().size());
  }

  private static long micros(StoredRun run) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, run.times().created());
  }
}
