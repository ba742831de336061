package dev.praetor.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A connection with its prepared statements. For the writer alone. */
final class Session implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  Session(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  /** Begins a transaction; on SQLite that takes the lock of the file. */
  void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  /** Commits, and holds no lock afterwards: SQLite's driver begins anew after a plain commit. */
  void commit() throws SQLException {
    connection.setAutoCommit(true);
  }

  /** Writes the version of a flow, unless it is there. */
  void version(String hash, String flow, String spec) throws SQLException {
    PreparedStatement insert =
        prepare(
            """
            INSERT INTO flow_version (hash, flow, spec) VALUES (?, ?, ?)
            ON CONFLICT (hash) DO NOTHING
            """);
    insert.setString(1, hash);
    insert.setString(2, flow);
    insert.setString(3, spec);
    insert.executeUpdate();
  }

  /** Whether there was no run of this id yet. */
  boolean begin(Rows.BeginRow row) throws SQLException {
    PreparedStatement insert =
        prepare(
            """
            INSERT INTO flow_run (id, flow, version, name, parameters, parent, created, scheduled,
              history, state, message, sequence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'Pending', '', 0)
            ON CONFLICT (id) DO NOTHING
            """);
    insert.setString(1, row.run());
    insert.setString(2, row.flow());
    text(insert, 3, row.version());
    insert.setString(4, row.name());
    insert.setString(5, row.parameters());
    text(insert, 6, row.parent());
    insert.setLong(7, row.created());
    insert.setLong(8, row.scheduled());
    insert.setString(9, row.history());
    return insert.executeUpdate() == 1;
  }

  void tasks(Collection<Rows.Task> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    PreparedStatement upsert =
        prepare(
            """
            INSERT INTO task_run (run, node, idx, state, message, label, attempts, started, ended,
              history, value, note, failure, sequence)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (run, node, idx) DO UPDATE SET
              state = excluded.state, message = excluded.message, label = excluded.label,
              attempts = excluded.attempts, started = excluded.started, ended = excluded.ended,
              history = excluded.history, value = excluded.value, note = excluded.note,
              failure = excluded.failure, sequence = excluded.sequence
            WHERE task_run.sequence < excluded.sequence
            """);
    for (Rows.Task row : rows) {
      upsert.setString(1, row.key().run());
      upsert.setString(2, row.key().node());
      upsert.setInt(3, row.key().index());
      upsert.setString(4, row.state());
      upsert.setString(5, row.message());
      upsert.setString(6, row.label());
      upsert.setInt(7, row.attempts());
      number(upsert, 8, row.started());
      number(upsert, 9, row.ended());
      upsert.setString(10, row.history());
      text(upsert, 11, row.value().json());
      text(upsert, 12, row.value().note());
      text(upsert, 13, row.failure());
      upsert.setLong(14, row.sequence());
      upsert.addBatch();
    }
    upsert.executeBatch();
  }

  void counts(Collection<Rows.Count> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    PreparedStatement upsert =
        prepare(
            """
            INSERT INTO map_counts (run, node, state, n, sequence) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (run, node, state) DO UPDATE SET n = excluded.n, sequence = excluded.sequence
            WHERE map_counts.sequence < excluded.sequence
            """);
    for (Rows.Count row : rows) {
      upsert.setString(1, row.key().run());
      upsert.setString(2, row.key().node());
      upsert.setString(3, row.key().state());
      upsert.setInt(4, row.n());
      upsert.setLong(5, row.sequence());
      upsert.addBatch();
    }
    upsert.executeBatch();
  }

  void flows(Collection<Rows.FlowRow> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    PreparedStatement update =
        prepare(
            """
            UPDATE flow_run
            SET state = ?, message = ?, started = ?, ended = ?, history = ?, sequence = ?
            WHERE id = ? AND sequence < ?
            """);
    for (Rows.FlowRow row : rows) {
      update.setString(1, row.state());
      update.setString(2, row.message());
      number(update, 3, row.started());
      number(update, 4, row.ended());
      update.setString(5, row.history());
      update.setLong(6, row.sequence());
      update.setString(7, row.run());
      update.setLong(8, row.sequence());
      update.addBatch();
    }
    update.executeBatch();
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  private static void text(PreparedStatement statement, int at, @Nullable String text)
      throws SQLException {
    if (text == null) {
      statement.setNull(at, Types.VARCHAR);
    } else {
      statement.setString(at, text);
    }
  }

  private static void number(PreparedStatement statement, int at, @Nullable Long number)
      throws SQLException {
    if (number == null) {
      statement.setNull(at, Types.BIGINT);
    } else {
      statement.setLong(at, number);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
