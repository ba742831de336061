package dev.praetor.bench.server;

import dev.praetor.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Copies ended runs with their task runs to other times, as the rows that they are. */
final class RunCopies implements AutoCloseable {
  /** The columns of the copy of a run that differ. Every copy takes a second longer. */
  private static final Map<String, String> RUN =
      Map.of(
          "id", "given.run",
          "flow", "given.flow",
          "created", "t.created + given.shift",
          "scheduled", "t.scheduled + given.shift",
          "started", "t.started + given.shift",
          "ended", "t.ended + given.shift + 1000003");

  private static final Map<String, String> TASK_RUN =
      Map.of(
          "run", "given.run",
          "created", "t.created + given.shift",
          "started", "t.started + given.shift",
          "ended",
              "t.ended + given.shift + CASE t.idx WHEN -1 THEN 1000003 ELSE %s END"
                  .formatted("(t.idx + 1) * 7919 % 1000003"));

  private static final Map<String, String> COUNTS = Map.of("run", "given.run");

  private final PreparedStatement created;
  private final List<PreparedStatement> inserts;

  private RunCopies(PreparedStatement created, List<PreparedStatement> inserts) {
    this.created = created;
    this.inserts = inserts;
  }

  static RunCopies on(Connection connection) throws SQLException {
    return new RunCopies(
        connection.prepareStatement("SELECT created FROM flow_run WHERE id = ?"),
        List.of(
            insert(connection, "flow_run", "id", RUN),
            insert(connection, "task_run", "run", TASK_RUN),
            insert(connection, "map_counts", "run", COUNTS)));
  }

  /** Names of columns are taken from the schema, not from data. */
  private static PreparedStatement insert(
      Connection connection, String table, String run, Map<String, String> changes)
      throws SQLException {
    List<String> columns = columns(connection, table);
    List<String> values =
        columns.stream().map(each -> changes.getOrDefault(each, "t." + each)).toList();
    return connection.prepareStatement(
        """
        INSERT INTO %s (%s)
        SELECT %s FROM %s t
        JOIN (SELECT CAST(? AS TEXT) AS run, CAST(? AS TEXT) AS flow, CAST(? AS BIGINT) AS shift) given
          ON t.%s = ?
        """
            .formatted(table, String.join(", ", columns), String.join(", ", values), table, run));
  }

  private static List<String> columns(Connection connection, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery("SELECT * FROM " + table + " WHERE 1 = 0")) {
      ResultSetMetaData data = none.getMetaData();
      List<String> columns = new ArrayList<>();
      for (int i = 1; i <= data.getColumnCount(); i++) {
        columns.add(data.getColumnName(i));
      }
      return columns;
    }
  }

  /** Copies a run, as one of a flow that was created at a time. */
  void copy(RunId run, String flow, Instant time) throws SQLException {
    long shift = ChronoUnit.MICROS.between(Instant.EPOCH, time) - created(run);
    String id = idAt(time);
    for (PreparedStatement insert : inserts) {
      insert.setString(1, id);
      insert.setString(2, flow);
      insert.setLong(3, shift);
      insert.setString(4, run.toString());
      int _ = insert.executeUpdate();
    }
  }

  private long created(RunId run) throws SQLException {
    created.setString(1, run.toString());
    try (ResultSet row = created.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Returns an id that is ordered by time, as the ids of runs are. */
  private static String idAt(Instant time) {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = time.toEpochMilli() << 16 | 0x7000L | random.nextInt(1 << 12);
    return new UUID(high, random.nextLong() >>> 2 | 0x8000000000000000L).toString();
  }

  @Override
  public void close() throws SQLException {
    created.close();
    for (PreparedStatement insert : inserts) {
      insert.close();
    }
  }
}
