package dev.praetor.store.history;

import dev.praetor.StateType;
import dev.praetor.store.db.QueryRunner;
import java.util.List;

/**
 * Counts the recorded runs and task runs by state. Each count reads a whole index or table, so
 * callers keep the answer for a while. Thread-safe.
 */
public record StateCounts(QueryRunner query) {
  /** The number of runs of a flow in a state. */
  public record RunCount(String flow, StateType state, long n) {}

  /** The number of task runs in a state. */
  public record TaskRunCount(StateType state, long n) {}

  /** Returns the number of runs of each flow in each state that occurs. */
  public List<RunCount> runs() {
    return query.all(
        "SELECT flow, state, count(*) AS n FROM flow_run GROUP BY flow, state ORDER BY flow, state",
        List.of(),
        row ->
            new RunCount(
                row.getString("flow"),
                StateType.ofLabel(row.getString("state")),
                row.getLong("n")));
  }

  /** Returns the number of task runs in each state that occurs. */
  public List<TaskRunCount> taskRuns() {
    return query.all(
        "SELECT state, count(*) AS n FROM task_run GROUP BY state ORDER BY state",
        List.of(),
        row -> new TaskRunCount(StateType.ofLabel(row.getString("state")), row.getLong("n")));
  }
}
