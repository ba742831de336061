package dev.praetor.bench.server;

import dev.praetor.client.PraetorClient;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Questions to a server with a long history, over GraphQL with the administrator's key. */
final class Asking {
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
