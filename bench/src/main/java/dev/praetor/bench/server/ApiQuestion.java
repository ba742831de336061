package dev.praetor.bench.server;

import dev.praetor.client.PraetorClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A question to a server over GraphQL, and the same question as plain SQL, which is its floor.
 *
 * @param query the question in GraphQL
 * @param rows the JSON pointer to the array in its data, or to the one object
 * @param value the JSON pointer in each element to what is also the first column of the SQL
 * @param goal the longest time that is wanted of the 99th percentile, in milliseconds
 */
record ApiQuestion(String name, String query, String rows, String value, String sql, double goal) {
  private static final Duration LONGEST = Duration.ofSeconds(15);

  /**
   * Asks in turns a number of times, of a slow question fewer times.
   *
   * @throws IllegalStateException if the answers differ
   */
  Sample ask(PraetorClient client, Connection connection, int times) throws Exception {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      List<String> answered = answered(client);
      List<String> plain = fetch(statement);
      if (answered.isEmpty() || !answered.equals(plain)) {
        throw new IllegalStateException(
            "%s: the server answers %s, but plain SQL %s".formatted(name, answered, plain));
      }
      return Sample.within(
          LONGEST, times, () -> timed(() -> answered(client)), () -> timed(() -> fetch(statement)));
    }
  }

  private interface Asked {
    List<String> answer() throws SQLException;
  }

  private static long timed(Asked asked) throws SQLException {
    long began = System.nanoTime();
    List<String> _ = asked.answer();
    return System.nanoTime() - began;
  }

  private List<String> answered(PraetorClient client) {
    JsonNode found = Answers.data(client.query(query, Map.of())).at(rows);
    return found.isArray()
        ? found.valueStream().map(each -> each.at(value).asString()).toList()
        : List.of(found.at(value).asString());
  }

  private static List<String> fetch(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      int columns = row.getMetaData().getColumnCount();
      List<String> first = new ArrayList<>();
      while (row.next()) {
        first.add(row.getString(1));
        for (int i = 2; i <= columns; i++) {
          @Nullable Object _ = row.getObject(i);
        }
      }
      return first;
    }
  }
}
