package dev.praetor.bench;

import dev.praetor.RunId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The task runs that a store wrote, to be written again with plain SQL: to the same table and
 * columns, by one thread, in batches. This is the floor of the durable figures.
 */
final class PlainRows {
  private final List<Column> columns;
  private final List<List<@Nullable Object>> rows;

  private record Column(String name, int type) {}

  private PlainRows(List<Column> columns, List<List<@Nullable Object>> rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Reads the rows of these runs from the table. */
  static PlainRows of(BenchDatabase database, List<RunId> runs) throws SQLException {
    String sql =
        """
        SELECT * FROM task_run
        WHERE run = ? ORDER BY node, idx
        """;
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      List<Column> columns = new ArrayList<>();
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (RunId run : runs) {
        statement.setString(1, run.toString());
        try (ResultSet row = statement.executeQuery()) {
          if (columns.isEmpty()) {
            columns.addAll(columns(row.getMetaData()));
          }
          read(row, columns.size(), rows);
        }
      }
      if (rows.isEmpty()) {
        throw new IllegalStateException("the store has no task runs of " + runs);
      }
      return new PlainRows(columns, rows);
    }
  }

  private static List<Column> columns(ResultSetMetaData data) throws SQLException {
    List<Column> columns = new ArrayList<>();
    for (int i = 1; i <= data.getColumnCount(); i++) {
      columns.add(new Column(data.getColumnName(i), data.getColumnType(i)));
    }
    return columns;
  }

  private static void read(ResultSet row, int width, List<List<@Nullable Object>> rows)
      throws SQLException {
    Map<Object, Object> seen = new HashMap<>();
    while (row.next()) {
      List<@Nullable Object> values = new ArrayList<>(width);
      for (int i = 1; i <= width; i++) {
        Object value = row.getObject(i);
        // Names and states are the same in all rows: one copy of each is enough.
        values.add(value == null || seen.size() > 1_000 ? value : shared(seen, value));
      }
      rows.add(values);
    }
  }

  private static Object shared(Map<Object, Object> seen, Object value) {
    Object first = seen.putIfAbsent(value, value);
    return first == null ? value : first;
  }

  int size() {
    return rows.size();
  }

  /**
   * Writes the rows under new run ids, {@code perCommit} rows with each commit as one batch. Names
   * of columns are taken from the schema, not from data.
   */
  void insert(Connection connection, int perCommit) throws SQLException {
    String names = String.join(", ", columns.stream().map(Column::name).toList());
    String marks = String.join(", ", columns.stream().map(_ -> "?").toList());
    connection.setAutoCommit(false);
    Map<Object, String> ids = new HashMap<>();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO task_run (%s) VALUES (%s)".formatted(names, marks))) {
      int waiting = 0;
      for (List<@Nullable Object> row : rows) {
        bind(insert, row, ids);
        insert.addBatch();
        if (++waiting == perCommit) {
          insert.executeBatch();
          connection.commit();
          waiting = 0;
        }
      }
      if (waiting > 0) {
        insert.executeBatch();
      }
      connection.commit();
    }
    connection.setAutoCommit(true);
  }

  private void bind(PreparedStatement insert, List<@Nullable Object> row, Map<Object, String> ids)
      throws SQLException {
    for (int i = 0; i < row.size(); i++) {
      Column column = columns.get(i);
      Object value = row.get(i);
      if (value == null) {
        insert.setNull(i + 1, column.type());
      } else if (column.name().equals("run")) {
        insert.setString(i + 1, ids.computeIfAbsent(value, _ -> newId()));
      } else {
        insert.setObject(i + 1, value);
      }
    }
  }

  /** Returns an id that is ordered by time, as the ids of runs are. */
  private static String newId() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long high = Instant.now().toEpochMilli() << 16 | 0x7000L | random.nextInt(1 << 12);
    return new UUID(high, random.nextLong() >>> 2 | 0x8000000000000000L).toString();
  }
}
