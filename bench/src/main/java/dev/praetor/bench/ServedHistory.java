package dev.praetor.bench;

import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoredRun;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A store after a long time, whose small runs also have labels, parameters and log lines. */
record ServedHistory(History of) {
  private static final int LINES = 20;
  private static final int TEAMS = 10;
  static final int LOG_LINES = (History.RUNS - 1) * LINES;

  static ServedHistory fill(RunStore store, Connection connection) throws Exception {
    History history = History.fill(store);
    connection.setAutoCommit(false);
    describe(connection, history.small());
    log(connection, history.small());
    connection.commit();
    connection.setAutoCommit(true);
    try (Statement statement = connection.createStatement()) {
      if (!connection.getMetaData().getDatabaseProductName().equals("SQLite")) {
        // The server does it by itself too, but at a time that nobody knows.
        statement.execute("ANALYZE");
      }
    }
    return new ServedHistory(history);
  }

  static String team(int i) {
    return "team-" + i % TEAMS;
  }

  private static void describe(Connection connection, List<StoredRun> runs) throws SQLException {
    try (PreparedStatement update =
            connection.prepareStatement(
                "UPDATE flow_run SET parameters = ?, labels = ?, message = ? WHERE id = ?");
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO run_label (run, name, value) VALUES (?, 'team', ?)")) {
      for (int i = 0; i < runs.size(); i++) {
        String id = runs.get(i).id().toString();
        update.setString(1, "{\"region\":\"r%d\",\"size\":%d}".formatted(i % 7, i));
        update.setString(2, "{\"team\":\"%s\"}".formatted(team(i)));
        update.setString(3, "number " + i + " of them");
        update.setString(4, id);
        update.addBatch();
        insert.setString(1, id);
        insert.setString(2, team(i));
        insert.addBatch();
      }
      update.executeBatch();
      insert.executeBatch();
    }
  }

  private static void log(Connection connection, List<StoredRun> runs) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO log (run, id, node, idx, attempt, time, level, logger, text)
            VALUES (?, ?, 'noop', ?, 1, ?, ?, 'dev.praetor.bench', ?)
            """)) {
      for (StoredRun run : runs) {
        long time = run.times().created().toEpochMilli() * 1_000;
        for (int line = 0; line < LINES; line++) {
          insert.setString(1, run.id().toString());
          insert.setLong(2, time + line);
          insert.setInt(3, line / 2 - 1);
          insert.setLong(4, time + line);
          insert.setString(5, line == 13 ? "ERROR" : line % 5 == 0 ? "DEBUG" : "INFO");
          insert.setString(
              6, "line %d, in which little is said about element %d".formatted(line, line / 2));
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }
  }
}
