package dev.praetor.store.history;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.Transition;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides what a run in progress waits for: if nothing but approvals, sleeps and retries is open,
 * the run is shown as paused, or as running with what it waits for.
 */
record OpenTaskRuns(QueryRunner query) {
  /** The number of open task runs that are examined; more of them hardly all wait. */
  private static final int MOST = 200;

  private static final int DEEPEST = 20;

  private record Open(String node, int index, StateType type, String message) {
    String path() {
      return TaskPath.text(node, index);
    }
  }

  /** Returns a run in the state in which it is shown. */
  StoredRun shown(StoredRun run) {
    if (run.state().type() != StateType.RUNNING || !run.owner().alive()) {
      return run;
    }
    return waiting(run.id(), DEEPEST)
        .map(state -> {
          List<Transition> history = new ArrayList<>(run.history());
          history.add(new Transition(0, withTime(state, run)));
          return new StoredRun(
              run.id(),
              run.definition(),
              run.lineage(),
              run.times(),
              history,
              run.owner(),
              run.entry());
        })
        .orElse(run);
  }

  private static State withTime(Waiting waiting, StoredRun run) {
    String message = waiting.message();
    return waiting.paused()
        ? new State.Paused(message, run.state().time(), Optional.empty())
        : new State.Running(message, run.state().time(), 1);
  }

  private record Waiting(boolean paused, String message) {}

  /** Returns what the run waits for; empty if some of its code runs, or nothing is known. */
  private Optional<Waiting> waiting(RunId run, int deepest) {
    List<Open> open = open(run);
    List<String> approvals = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (Open each : open) {
      switch (each.type()) {
        case PAUSED -> approvals.add(each.path());
        case SCHEDULED, RETRYING ->
            others.add(each.path() + " (" + ShortText.firstLine(each.message()) + ")");
        default -> {
          Optional<Waiting> inside =
              each.type() == StateType.RUNNING && deepest > 0
                  ? child(run, each).flatMap(child -> waiting(child, deepest - 1))
                  : Optional.empty();
          if (inside.isEmpty()) {
            return Optional.empty();
          }
          String within = each.path() + ": " + inside.get().message();
          (inside.get().paused() ? approvals : others).add(within);
        }
      }
    }
    if (open.isEmpty() || open.size() == MOST) {
      return Optional.empty();
    }
    return Optional.of(
        approvals.isEmpty()
            ? new Waiting(false, "waits for " + some(others))
            : new Waiting(true, "waits for approval: " + some(approvals)));
  }

  private static String some(List<String> all) {
    return all.size() <= 5
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, 5)) + " and " + (all.size() - 5) + " more";
  }

  private List<Open> open(RunId run) {
    return query.all(
        """
        SELECT node, idx, state, message FROM task_run
        WHERE run = ? AND state IN ('Running', 'Queued', 'Retrying', 'Scheduled', 'Paused')
        LIMIT ?
        """,
        List.of(run.toString(), MOST),
        row ->
            new Open(
                row.getString("node"),
                row.getInt("idx"),
                StateType.ofLabel(row.getString("state")),
                row.getString("message")));
  }

  private Optional<RunId> child(RunId run, Open open) {
    return query.first(
        "SELECT id FROM flow_run WHERE parent = ? AND parent_task = ?"
            + " ORDER BY created DESC, id DESC LIMIT 1",
        List.of(run.toString(), open.path()),
        row -> RunId.parse(row.getString("id")));
  }
}
