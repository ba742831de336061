package dev.praetor.store.columns;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.db.Sql;
import dev.praetor.store.write.WriteQueue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The table of columns. Thread-safe. */
final class ColumnTable {
  private static final int AT_ONCE = 1_000;

  private static final String RIGHT =
      "k.run = r.id AND k.epoch = r.epoch AND k.sequence = r.sequence";

  private static final String TASK_RUNS =
      "SELECT r.epoch, r.sequence, "
          + Arrays.stream(TaskRunColumn.values())
              .map(each -> "t." + each.column())
              .collect(Collectors.joining(", "))
          + " FROM flow_run r JOIN task_run t ON t.run = r.id"
          + " WHERE r.id = ? AND r.ended IS NOT NULL ORDER BY t.node, t.idx";

  private final QueryRunner query;
  private final WriteQueue writes;
  private final ColumnSizes sizes;

  ColumnTable(QueryRunner query, WriteQueue writes, ColumnSizes sizes) {
    this.query = query;
    this.writes = writes.unattended();
    this.sizes = sizes;
  }

  /** Returns the first runs after an id that have ended and lack their columns. */
  List<String> lacking(String after, int most) {
    return query.all(
        """
        SELECT DISTINCT c.run FROM map_counts c JOIN flow_run r ON r.id = c.run
        WHERE c.run > ? AND c.n >= ? AND r.ended IS NOT NULL
          AND NOT EXISTS (SELECT 1 FROM run_columns k WHERE %s)
        ORDER BY c.run LIMIT ?
        """
            .formatted(RIGHT),
        List.of(after, sizes.leastChildren(), most),
        row -> row.getString("run"));
  }

  /** Writes the columns of a run, unless the run has not ended, or changes meanwhile. */
  void write(String run) {
    Parts parts = query.each(TASK_RUNS, List.of(run), AT_ONCE, () -> new Parts(sizes.mostInPart()));
    List<Packed> packed = parts.packed();
    if (!packed.isEmpty()) {
      int _ = writes.now(connection -> write(connection, run, parts, packed));
    }
  }

  private static int write(Connection connection, String run, Parts parts, List<Packed> packed)
      throws SQLException {
    Sql.update(connection, "DELETE FROM run_columns WHERE run = ?", run);
    if (!isUnchanged(connection, run, parts)) {
      return 0;
    }
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO run_columns (run, part, epoch, sequence, size, bounds, data)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?)")) {
      for (int i = 0; i < packed.size(); i++) {
        insert.setString(1, run);
        insert.setInt(2, i);
        insert.setInt(3, parts.epoch);
        insert.setLong(4, parts.sequence);
        insert.setInt(5, packed.get(i).size());
        insert.setString(6, packed.get(i).bounds());
        insert.setBytes(7, packed.get(i).data());
        insert.executeUpdate();
      }
    }
    return packed.size();
  }

  private static boolean isUnchanged(Connection connection, String run, Parts parts)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT 1 FROM flow_run WHERE id = ? AND epoch = ? AND sequence = ?")) {
      Sql.bind(select, run, parts.epoch, parts.sequence);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }

  /** Deletes the columns of runs that are gone or have changed. */
  void dropWrong() {
    String wrong = " FROM run_columns AS k WHERE NOT EXISTS (SELECT 1 FROM flow_run r WHERE %s)";
    List<String> runs =
        query.all(
            "SELECT DISTINCT k.run AS run" + wrong.formatted(RIGHT),
            List.of(),
            row -> row.getString("run"));
    for (String run : runs) {
      int _ =
          writes.now(connection ->
              Sql.update(connection, "DELETE" + wrong.formatted(RIGHT) + " AND k.run = ?", run));
    }
  }

  /** The columns of a row of the table, with their bounds. */
  private record Packed(int size, String bounds, byte[] data) {
    static Packed of(TaskRunColumns columns) {
      return new Packed(columns.size(), ColumnBounds.of(columns).write(), ColumnCode.pack(columns));
    }
  }

  /** The task runs of a run, packed part by part. */
  private static final class Parts implements QueryRunner.RowReader {
    private final int most;
    private final List<Packed> full = new ArrayList<>();
    private TaskRunColumns.Builder last = new TaskRunColumns.Builder();
    private int epoch;
    private long sequence;

    Parts(int most) {
      this.most = most;
    }

    @Override
    public boolean read(ResultSet row) throws SQLException {
      epoch = row.getInt("epoch");
      sequence = row.getLong("sequence");
      last.add(row);
      if (last.size() == most) {
        full.add(Packed.of(last.build()));
        last = new TaskRunColumns.Builder();
      }
      return true;
    }

    List<Packed> packed() {
      List<Packed> all = new ArrayList<>(full);
      if (last.size() > 0) {
        all.add(Packed.of(last.build()));
      }
      return all;
    }
  }
}
