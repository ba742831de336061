package dev.praetor.store.write;

import dev.praetor.store.blob.Blob;
import dev.praetor.store.db.Bind;
import dev.praetor.store.db.WriteConnection;
import dev.praetor.store.json.LoopJson;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes task runs, and the number of a mapped node's children in each state. Used by one thread at
 * a time.
 */
record TaskTable(WriteConnection session) {
  /** The columns that every row has. */
  static final String PLAIN =
      "run, node, idx, state, attempts, created, started, ended, value, sequence";

  /** The columns that only some rows have. */
  static final String MORE =
      ", label, blob, size, note, message, history, failure, loop, loop_blob, earlier";

  /** Replaces an older row by a plain one. */
  static final String PLAIN_AGAIN =
      """

      ON CONFLICT (run, node, idx) DO UPDATE SET
        state = excluded.state, message = '', label = NULL, attempts = excluded.attempts,
        created = excluded.created, started = excluded.started, ended = excluded.ended,
        history = NULL, value = excluded.value, blob = NULL, size = NULL, note = NULL,
        failure = NULL, loop = NULL, loop_blob = NULL, earlier = NULL,
        sequence = excluded.sequence
      WHERE task_run.sequence < excluded.sequence
      """;

  /** Replaces an older row by a row with all columns. */
  static final String FULL_AGAIN =
      """

      ON CONFLICT (run, node, idx) DO UPDATE SET
        state = excluded.state, message = excluded.message, label = excluded.label,
        attempts = excluded.attempts, created = excluded.created, started = excluded.started,
        ended = excluded.ended, history = excluded.history, value = excluded.value,
        blob = excluded.blob, size = excluded.size, note = excluded.note,
        failure = excluded.failure, loop = excluded.loop, loop_blob = excluded.loop_blob,
        earlier = excluded.earlier, sequence = excluded.sequence
      WHERE task_run.sequence < excluded.sequence
      """;

  /** Adds rows of one run, at most one for each task run. */
  void add(String run, long sequence, List<BatchRows.Task> rows) throws SQLException {
    PreparedStatement plain = null;
    PreparedStatement full = null;
    for (BatchRows.Task row : rows) {
      if (row.isPlain()) {
        plain = plain == null ? plain() : plain;
        bindPlain(plain, run, sequence, row);
        plain.addBatch();
      } else {
        full = full == null ? full() : full;
        bindFull(full, run, sequence, row);
        full.addBatch();
      }
    }
  }

  /** Writes all added rows; on SQLite that is a call, on PostgreSQL a round trip. */
  void send() throws SQLException {
    plain().executeBatch();
    full().executeBatch();
    counts().executeBatch();
    parts().executeBatch();
  }

  /**
   * Returns the statement for plain rows. Most rows are plain, and binding columns is a large part
   * of the cost of a row.
   */
  private PreparedStatement plain() throws SQLException {
    return session.prepare(
        "INSERT INTO task_run ("
            + PLAIN
            + ")\nVALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + PLAIN_AGAIN);
  }

  static void bindPlain(PreparedStatement upsert, String run, long sequence, BatchRows.Task row)
      throws SQLException {
    upsert.setString(1, run);
    upsert.setString(2, row.node());
    upsert.setInt(3, row.index());
    upsert.setString(4, row.state());
    upsert.setInt(5, row.progress().attempts());
    upsert.setLong(6, row.progress().created());
    Bind.number(upsert, 7, row.progress().started());
    Bind.number(upsert, 8, row.progress().ended());
    Bind.text(upsert, 9, row.value().json());
    upsert.setLong(10, sequence);
  }

  private PreparedStatement full() throws SQLException {
    return session.prepare(
        "INSERT INTO task_run ("
            + PLAIN
            + MORE
            + ")\nVALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + FULL_AGAIN);
  }

  static void bindFull(PreparedStatement upsert, String run, long sequence, BatchRows.Task row)
      throws SQLException {
    BatchRows.Details more = row.more();
    Blob blob = row.value().blob();
    LoopJson.Encoded loop = more == null ? null : more.loop();
    Bind.text(upsert, 11, row.label());
    Bind.text(upsert, 12, blob == null ? null : blob.ref().hash());
    Bind.number(upsert, 13, blob == null ? null : Long.valueOf(blob.ref().size()));
    Bind.text(upsert, 14, row.value().note());
    upsert.setString(15, more == null ? "" : more.message());
    Bind.text(upsert, 16, more == null ? null : more.history());
    Bind.text(upsert, 17, more == null ? null : more.failure());
    Bind.text(upsert, 18, loop == null ? null : loop.json());
    Blob state = loop == null ? null : loop.blob();
    Bind.text(upsert, 19, state == null ? null : state.ref().hash());
    long earlier = more == null ? 0 : more.earlier();
    Bind.number(upsert, 20, earlier == 0 ? null : Long.valueOf(earlier));
    bindPlain(upsert, run, sequence, row);
  }

  private PreparedStatement counts() throws SQLException {
    return session.prepare(
        """
        INSERT INTO map_counts (run, node, state, n, sequence) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (run, node, state) DO UPDATE SET n = excluded.n, sequence = excluded.sequence
        WHERE map_counts.sequence < excluded.sequence
        """);
  }

  private PreparedStatement parts() throws SQLException {
    return session.prepare(
        """
        INSERT INTO task_history (run, node, idx, part, states) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (run, node, idx, part) DO UPDATE SET states = excluded.states
        """);
  }

  /** Adds parts of histories of one run, each at most once. */
  void addHistory(String run, List<BatchRows.HistoryPart> parts) throws SQLException {
    if (parts.isEmpty()) {
      return;
    }
    PreparedStatement upsert = parts();
    for (BatchRows.HistoryPart part : parts) {
      upsert.setString(1, run);
      upsert.setString(2, part.node());
      upsert.setInt(3, part.index());
      upsert.setInt(4, part.part());
      upsert.setString(5, part.states());
      upsert.addBatch();
    }
  }

  /** Adds counts of one run, at most one for each node and state. */
  void count(String run, long sequence, List<BatchRows.Count> rows) throws SQLException {
    PreparedStatement upsert = counts();
    for (BatchRows.Count row : rows) {
      upsert.setString(1, run);
      upsert.setString(2, row.node());
      upsert.setString(3, row.state());
      upsert.setInt(4, row.n());
      upsert.setLong(5, sequence);
      upsert.addBatch();
    }
  }

  private PreparedStatement elements() throws SQLException {
    return session.prepare(
        """
        INSERT INTO map_elements (run, node, hashes) VALUES (?, ?, ?)
        ON CONFLICT (run, node) DO UPDATE SET hashes = excluded.hashes
        """);
  }

  /** Writes the elements that the children of mapped nodes were made from. */
  void elements(String run, List<BatchRows.Elements> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    PreparedStatement upsert = elements();
    for (BatchRows.Elements row : rows) {
      upsert.setString(1, run);
      upsert.setString(2, row.node());
      upsert.setString(3, row.hashes());
      upsert.executeUpdate();
    }
  }
}
