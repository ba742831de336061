package dev.praetor.store.control;

import dev.praetor.InvalidTaskPath;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.engine.run.OrderText;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.StorableText;
import dev.praetor.store.json.HistoryJson;
import dev.praetor.store.model.RunOrder;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Compares orders with the recorded states of runs and task runs. */
record OrderEffects(QueryRunner query) {
  /** Returns whether the effect of an order is recorded. */
  boolean isRecorded(RunId run, RunOrder order) {
    return switch (order) {
      case RunOrder.Cancel _ ->
          run(run).filter(type -> type != StateType.CANCELLING && !type.isFinished()).isEmpty();
      case RunOrder.Approve approve -> isAnswered(run, approve.task());
      case RunOrder.Refuse refuse -> isAnswered(run, refuse.task());
      // A run takes these orders when their effect is durable.
      case RunOrder.Pause _, RunOrder.Resume _ -> true;
      case RunOrder.Skip skip -> hasEnded(run, skip.task());
      case RunOrder.Finish finish -> hasEnded(run, finish.task());
    };
  }

  /** Returns whether a task run has ended just as an order says. */
  boolean wasObeyed(RunId run, RunOrder order) {
    return switch (order) {
      case RunOrder.Skip skip ->
          hasEnded(
              run,
              skip.task(),
              StateType.SKIPPED,
              OrderText.of(OrderText.SKIPPED, skip.by(), skip.why()));
      case RunOrder.Finish finish ->
          hasEnded(
              run,
              finish.task(),
              StateType.SUCCESS,
              OrderText.of(OrderText.FINISHED, finish.by(), finish.why()));
      // A task run waits for approval once.
      case RunOrder.Approve approve ->
          hasEntered(run, approve.task(), OrderText.of(OrderText.APPROVED, approve.by(), ""));
      case RunOrder.Refuse refuse ->
          hasEntered(
              run, refuse.task(), OrderText.of(OrderText.REFUSED, refuse.by(), refuse.why()));
      case RunOrder.Cancel _, RunOrder.Pause _, RunOrder.Resume _ -> false;
    };
  }

  /**
   * Returns whether the record of a run that has ended shows that it obeyed an order, although it
   * ended before it could say so.
   */
  boolean wasObeyedByEnded(RunId run, RunOrder order) {
    return switch (order) {
      case RunOrder.Cancel _ -> run(run).filter(type -> type == StateType.CANCELLED).isPresent();
      case RunOrder.Pause pause ->
          hasEntered(run, OrderText.of(OrderText.PAUSED, pause.by(), pause.why()));
      case RunOrder.Resume resume ->
          hasEntered(run, OrderText.of(OrderText.RESUMED, resume.by(), resume.why()));
      case RunOrder.Approve _, RunOrder.Refuse _, RunOrder.Skip _, RunOrder.Finish _ ->
          wasObeyed(run, order);
    };
  }

  private boolean hasEntered(RunId run, String message) {
    return query
        .first(
            "SELECT history FROM flow_run WHERE id = ?",
            List.of(run.toString()),
            row -> hasEntered(row.getString("history"), message))
        .orElse(false);
  }

  private boolean hasEntered(RunId run, String task, String message) {
    return row(run, task)
        .flatMap(Row::history)
        .filter(history -> hasEntered(history, message))
        .isPresent();
  }

  private static boolean hasEntered(String history, String message) {
    String stored = StorableText.plain(message);
    return HistoryJson.read(history).stream()
        .anyMatch(entered -> entered.state().message().startsWith(stored));
  }

  private boolean hasEnded(RunId run, String task, StateType type, String message) {
    return row(run, task)
        .filter(row -> row.type() == type && row.message().equals(StorableText.plain(message)))
        .isPresent();
  }

  private boolean hasEnded(RunId run, String task) {
    return run(run).filter(type -> !type.isFinished()).isEmpty()
        || task(run, task).filter(StateType::isFinished).isPresent();
  }

  private boolean isAnswered(RunId run, String task) {
    return task(run, task).filter(type -> type == StateType.PAUSED).isEmpty();
  }

  /** Returns the reason an order that a run did not take can never be obeyed, if there is one. */
  Optional<String> whyNever(RunId run, RunOrder order) {
    Optional<String> ended = ended(run);
    if (ended.isPresent()) {
      return ended;
    }
    return switch (order) {
      case RunOrder.Cancel _ -> Optional.empty();
      case RunOrder.Approve approve -> whyNever(run, approve.task());
      case RunOrder.Refuse refuse -> whyNever(run, refuse.task());
      case RunOrder.Pause _, RunOrder.Resume _ -> Optional.empty();
      case RunOrder.Skip skip -> whyNever(run, skip.task());
      case RunOrder.Finish finish -> whyNever(run, finish.task());
    };
  }

  private Optional<String> ended(RunId run) {
    return run(run).filter(StateType::isFinished).map(OrderEffects::ended);
  }

  private static String ended(StateType type) {
    return "the run has ended as " + type.label();
  }

  /** Returns the reason a run obeys no order any more, if it has ended. */
  static Optional<String> ended(Connection connection, RunId run) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT state FROM flow_run WHERE id = ?")) {
      select.setString(1, run.toString());
      try (ResultSet row = select.executeQuery()) {
        Optional<StateType> state =
            row.next() ? Optional.of(StateType.ofLabel(row.getString(1))) : Optional.empty();
        return state.filter(StateType::isFinished).map(OrderEffects::ended);
      }
    }
  }

  private Optional<String> whyNever(RunId run, String task) {
    return task(run, task)
        .filter(StateType::isFinished)
        .map(type -> "task run '" + task + "' has ended as " + type.label());
  }

  private Optional<StateType> run(RunId run) {
    return query.first(
        "SELECT state FROM flow_run WHERE id = ?",
        List.of(run.toString()),
        row -> StateType.ofLabel(row.getString("state")));
  }

  private Optional<StateType> task(RunId run, String task) {
    return row(run, task).map(Row::type);
  }

  /**
   * The row of a task run.
   *
   * @param history absent if it has entered its states without anything out of the ordinary
   */
  private record Row(StateType type, String message, Optional<String> history) {}

  private Optional<Row> row(RunId run, String task) {
    TaskPath path;
    try {
      path = TaskPath.parse(task);
    } catch (InvalidTaskPath e) {
      return Optional.empty();
    }
    return query.first(
        """
        SELECT state, message, history FROM task_run
        WHERE run = ? AND (node = ? AND idx = ? OR node = ? AND idx = -1)
        ORDER BY idx DESC LIMIT 1
        """,
        List.of(
            run.toString(),
            StorableText.plain(path.owner().toString()),
            path.index(),
            StorableText.plain(path.toString())),
        row ->
            new Row(
                StateType.ofLabel(row.getString("state")),
                row.getString("message"),
                QueryRunner.text(row, "history")));
  }
}
