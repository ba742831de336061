package dev.praetor.cli.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The recorded runs, read from the tables by SQL of this test's own.
 *
 * @param url the URL of the database
 */
record Recorded(String url) {
  /** A flow run; the time at which it was due is in microseconds. */
  record Run(String id, String flow, String state, boolean ended, long scheduled) {}

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private <T> List<T> all(String sql, Reader<T> reader) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      List<T> all = new ArrayList<>();
      while (rows.next()) {
        all.add(reader.read(rows));
      }
      return all;
    }
  }

  List<Run> runs() throws SQLException {
    return all(
        "SELECT id, flow, state, ended, scheduled FROM flow_run ORDER BY scheduled, id",
        row ->
            new Run(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4) > 0,
                row.getLong(5)));
  }

  /**
   * Returns the children that have succeeded, each with the number of its attempts.
   *
   * @param since the time, in microseconds, from which on they ended
   */
  Map<String, Integer> succeeded(long since) throws SQLException {
    Map<String, Integer> attempts = new HashMap<>();
    all(
        "SELECT run, node, idx, attempts FROM task_run"
            + " WHERE state = 'Success' AND idx >= 0 AND ended >= "
            + since,
        row ->
            attempts.put(
                row.getString(1) + " " + row.getString(2) + "[" + row.getInt(3) + "]",
                row.getInt(4)));
    return attempts;
  }

  /** Returns the results of the single task of a name, by run. */
  Map<String, String> values(String node) throws SQLException {
    Map<String, String> values = new HashMap<>();
    all(
        "SELECT run, value FROM task_run WHERE idx = -1 AND state = 'Success' AND node = '"
            + node
            + "'",
        row -> values.put(row.getString(1), row.getString(2)));
    return values;
  }

  /** Returns the number of slots of limited tags that are held or waited for. */
  int slots() throws SQLException {
    return all("SELECT count(*) FROM tag_slot", row -> row.getInt(1)).getFirst();
  }

  /** Describes what is recorded about the runs that have not ended, to find out why. */
  String unfinished() throws SQLException {
    StringBuilder text = new StringBuilder();
    for (String sql :
        List.of(
            "SELECT id, flow, state, owner, epoch, crashes, message FROM flow_run WHERE ended IS NULL",
            "SELECT t.run, t.node, t.idx, t.state, t.message FROM task_run t JOIN flow_run r"
                + " ON r.id = t.run WHERE r.ended IS NULL AND t.state NOT IN ('Success', 'Pending')",
            "SELECT * FROM tag_slot",
            "SELECT id, name, ended, beats FROM process WHERE ended IS NULL",
            "SELECT id, name, ended, slots, pools FROM worker WHERE ended IS NULL")) {
      text.append('\n').append(sql);
      all(sql, Recorded::row).forEach(row -> text.append("\n  ").append(row));
    }
    return text.toString();
  }

  private static String row(ResultSet row) throws SQLException {
    List<String> values = new ArrayList<>();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      values.add(row.getMetaData().getColumnName(i) + "=" + row.getString(i));
    }
    return String.join(", ", values);
  }
}
