package dev.praetor.store;

import dev.praetor.Failure;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Transition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Reads what the writer wrote. Thread-safe. */
final class Reader {
  private final DataSource source;
  private final String name;

  Reader(DataSource source, String name) {
    this.source = source;
    this.name = name;
  }

  private interface Reading<T> {
    T read(ResultSet row) throws SQLException;
  }

  Optional<StoredRun> find(RunId id) {
    List<StoredRun> found =
        query("SELECT * FROM flow_run WHERE id = ?", List.of(id.toString()), Reader::run);
    return found.stream().findFirst();
  }

  List<StoredRun> list(RunFilter filter) {
    Condition where = new Condition();
    filter.flow().ifPresent(flow -> where.and("flow = ?", flow));
    if (!filter.states().isEmpty()) {
      where.and(
          "state IN ("
              + String.join(", ", java.util.Collections.nCopies(filter.states().size(), "?"))
              + ")",
          filter.states().stream().map(StateType::label).toArray());
    }
    filter.since().ifPresent(since -> where.and("created >= ?", Times.micros(since)));
    filter
        .after()
        .ifPresent(last ->
            where.and(
                "(created, id) < (?, ?)",
                Times.micros(last.times().created()),
                last.id().toString()));
    String sql =
        "SELECT * FROM flow_run" + where.text() + " ORDER BY created DESC, id DESC LIMIT ?";
    return query(sql, where.with(filter.limit()), Reader::run);
  }

  List<StoredTaskRun> taskRuns(RunId run, TaskRunFilter filter) {
    if (!filter.unsuccessfulFirst()) {
      return taskRuns(run, filter, "", filter.after(), filter.limit());
    }
    boolean amongOthers = filter.after().filter(last -> !last.state().isUnsuccessful()).isPresent();
    List<StoredTaskRun> page = new ArrayList<>();
    if (!amongOthers) {
      page.addAll(taskRuns(run, filter, "IN", filter.after(), filter.limit()));
    }
    if (page.size() < filter.limit()) {
      Optional<StoredTaskRun> after = amongOthers ? filter.after() : Optional.empty();
      page.addAll(taskRuns(run, filter, "NOT IN", after, filter.limit() - page.size()));
    }
    return page;
  }

  private List<StoredTaskRun> taskRuns(
      RunId run,
      TaskRunFilter filter,
      String unsuccessful,
      Optional<StoredTaskRun> after,
      int limit) {
    Condition where = new Condition();
    where.and("run = ?", run.toString());
    filter.node().ifPresent(node -> where.and("node = ?", node));
    if (!unsuccessful.isEmpty()) {
      where.and("state " + unsuccessful + " ('Failed', 'TimedOut', 'TriggerFailed', 'Crashed')");
    }
    after.ifPresent(last -> where.and("(node, idx) > (?, ?)", last.node(), last.index()));
    String sql = "SELECT * FROM task_run" + where.text() + " ORDER BY node, idx LIMIT ?";
    List<StoredTaskRun> page = query(sql, where.with(limit), Reader::taskRun);
    page.replaceAll(each -> withCounts(run, each));
    return page;
  }

  /** A node whose children run says how they stand now. */
  private StoredTaskRun withCounts(RunId run, StoredTaskRun read) {
    if (!(read.state() instanceof State.Mapped mapped)) {
      return read;
    }
    Map<StateType, Integer> now = counts(run, read.node());
    if (now.isEmpty()) {
      return read;
    }
    int known = now.values().stream().mapToInt(Integer::intValue).sum();
    if (known < mapped.width()) {
      now.merge(StateType.PENDING, mapped.width() - known, Integer::sum);
    }
    return new StoredTaskRun(
        read.node(),
        read.index(),
        read.label(),
        new State.Mapped(mapped.message(), mapped.time(), mapped.width(), now),
        read.attempts(),
        read.started(),
        read.ended(),
        read.value(),
        read.note(),
        read.failure(),
        read.history());
  }

  Map<StateType, Integer> counts(RunId run, String node) {
    Map<StateType, Integer> counts = new EnumMap<>(StateType.class);
    query(
        "SELECT state, n FROM map_counts WHERE run = ? AND node = ? AND n > 0",
        List.of(run.toString(), node),
        row -> counts.put(StateType.ofLabel(row.getString("state")), row.getInt("n")));
    return counts;
  }

  /** Hands over every task run, one by one, a mapped node before its children. */
  void all(RunId run, Consumer<StoredTaskRun> consumer) {
    query(
        """
        SELECT * FROM task_run
        WHERE run = ? ORDER BY node, idx
        """,
        List.of(run.toString()),
        row -> {
          consumer.accept(taskRun(row));
          return row;
        });
  }

  private static StoredRun run(ResultSet row) throws SQLException {
    List<Transition> history = HistoryJson.read(row.getString("history"), Optional.empty());
    return new StoredRun(
        RunId.parse(row.getString("id")),
        row.getString("flow"),
        Optional.ofNullable(row.getString("version")),
        row.getString("name"),
        row.getString("parameters"),
        row.getString("parent") == null
            ? Optional.empty()
            : Optional.of(
                new dev.praetor.engine.Journal.Parent(
                    RunId.parse(row.getString("parent")),
                    String.valueOf(row.getString("parent_task")))),
        Optional.ofNullable(row.getString("restart_of")).map(RunId::parse),
        origin(row.getString("origin")),
        new StoredRun.Times(
            Times.of(row.getLong("created")),
            Times.of(row.getLong("scheduled")),
            time(row, "started"),
            time(row, "ended")),
        history.getLast().state(),
        history,
        owner(row.getString("owner"), row.getInt("epoch")));
  }

  private static RunStore.Origin origin(@Nullable String json) {
    if (json == null) {
      return new RunStore.Origin("", "");
    }
    var tree = tools.jackson.databind.json.JsonMapper.shared().readTree(json);
    return new RunStore.Origin(tree.path("target").asString(), tree.path("user").asString());
  }

  static Owner owner(@Nullable String text, int epoch) {
    if (text == null) {
      return new Owner("nobody", epoch, false);
    }
    String[] parts = text.split("\\|", -1);
    boolean alive =
        ProcessHandle.of(Long.parseLong(parts[1]))
            .filter(ProcessHandle::isAlive)
            .flatMap(p -> p.info().startInstant())
            .filter(start -> start.toString().equals(parts[2]))
            .isPresent();
    return new Owner(parts[0], epoch, alive);
  }

  private static StoredTaskRun taskRun(ResultSet row) throws SQLException {
    Optional<Failure> failure = HistoryJson.readFailure(row.getString("failure"));
    List<Transition> history = HistoryJson.read(row.getString("history"), failure);
    return new StoredTaskRun(
        row.getString("node"),
        row.getInt("idx"),
        row.getString("label"),
        history.getLast().state(),
        row.getInt("attempts"),
        time(row, "started"),
        time(row, "ended"),
        Optional.ofNullable(row.getString("value")),
        Optional.ofNullable(row.getString("note")),
        failure,
        history);
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Times.of(micros));
  }

  private <T> List<T> query(String sql, List<Object> bound, Reading<T> reading) {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < bound.size(); i++) {
        statement.setObject(i + 1, bound.get(i));
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(reading.read(row));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new StoreFailed("the store at " + name + " could not be read: " + e.getMessage(), e);
    }
  }

  /** Conditions that all hold. Their text is fixed; what comes from outside is bound. */
  private static final class Condition {
    private final List<String> parts = new ArrayList<>();
    private final List<Object> bound = new ArrayList<>();

    void and(String text, @Nullable Object... values) {
      parts.add(text);
      for (Object value : values) {
        if (value != null) {
          bound.add(value);
        }
      }
    }

    String text() {
      return parts.isEmpty() ? "" : " WHERE " + String.join(" AND ", parts);
    }

    List<Object> with(Object last) {
      List<Object> all = new ArrayList<>(bound);
      all.add(last);
      return all;
    }
  }
}
