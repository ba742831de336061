package dev.praetor.bench.server;

import dev.praetor.client.PraetorClient;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Questions to a server with a long history, over GraphQL with the administrator's key. */
final class Asking {
  private static final String LACKING =
      """
      SELECT count(*) FROM map_counts c
      WHERE c.n >= 100 AND NOT EXISTS (SELECT 1 FROM run_columns k WHERE k.run = c.run)
      """;

  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration BETWEEN = Duration.ofMillis(100);

  private Asking() {}

  private interface Questions {
    List<ApiQuestion> on(Connection connection) throws SQLException;
  }

  /** Returns what is asked about. */
  static Reminders reminders(boolean isQuick) {
    return isQuick ? new Reminders(40, 100) : new Reminders(1_000, 1_000);
  }

  /** Measures filtered pages. */
  static void pages(Measurement measurement) throws Exception {
    boolean isSqlite = measurement.kind().isSqlite();
    ask(measurement, 200, connection -> new ApiPages(isSqlite, newest(connection)).all());
  }

  /** Measures statistics over groups. */
  static void groups(Measurement measurement) throws Exception {
    boolean isSqlite = measurement.kind().isSqlite();
    ask(measurement, 100, _ -> new ApiGroups(isSqlite).all());
  }

  private static void ask(Measurement measurement, int times, Questions questions)
      throws Exception {
    try (Deployment deployment = measurement.deployment()) {
      reminders(measurement.isQuick()).fill(deployment.database());
      Started server =
          deployment.server("--no-worker", "--retention-age=forever", "--retention-events=forever");
      try (PraetorClient client = deployment.client(server);
          Connection connection = deployment.database().connect()) {
        awaitColumns(connection);
        int asked = measurement.times(times, 5);
        List<ApiQuestion> all = questions.on(connection);
        // A server that has just started compiles its code, which is no part of the first question.
        Sample _ = all.getFirst().ask(client, connection, asked);
        for (ApiQuestion question : all) {
          Sample sample = question.ask(client, connection, asked);
          measurement.figure(
              question.name(), "ms", "plain SQL", sample.percentiles(question.goal()));
        }
      }
    }
  }

  /** Waits until the server has written the columns of runs that were there before it. */
  private static void awaitColumns(Connection connection) throws Exception {
    Instant deadline = Instant.now().plus(LONGEST);
    while (number(connection, LACKING) > 0) {
      if (Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("the server writes no columns of runs");
      }
      Thread.sleep(BETWEEN);
    }
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static String newest(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT max(id) FROM flow_run WHERE flow = '%s'".formatted(Reminders.FLOW))) {
      row.next();
      return row.getString(1);
    }
  }
}
