package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Praetor;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.postgres.PostgresServer;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The number of statements that a request needs does not depend on the number of its rows. */
@Tag("database")
class StatementsTest {
  private static final String QUERY =
      """
      { runs(first: %d) { nodes {
          id progress { total } graph flow { name schedule { id } versions(first: 2) { nodes { id } } }
          version { id created } restarts(first: 2) { nodes { id } } history { state }
          logs(first: 5) { nodes { text run { id } } }
          taskRuns(first: 5) { nodes {
            node value failure { type } history { state } children { total } logs(first: 2) { nodes { text } }
            run { id } slice { node } cache { made } } } } } }
      """;

  @TempDir private Path home;

  /** The texts of the statements that read runs, task runs and whatever belongs to them. */
  private final Queue<String> statements = new ConcurrentLinkedQueue<>();

  private Object call(Object target, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      Object result = method.invoke(target, arguments);
      if (method.getName().equals("prepareStatement") && arguments[0] instanceof String sql) {
        statements.add(sql);
      }
      return result instanceof Connection connection
          ? counting(Connection.class, connection)
          : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private <T> T counting(Class<T> type, T target) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (_, method, arguments) -> call(target, method, arguments)));
  }

  private long countOf(TestServer server, int runs) {
    JsonNode _ = server.query(QUERY.formatted(runs));
    statements.clear();
    JsonNode nodes = server.query(QUERY.formatted(runs)).path("runs").path("nodes");
    assertThat(nodes.size()).isEqualTo(runs);
    assertThat(nodes.path(runs - 1).path("taskRuns").path("nodes").size()).isPositive();
    return statements.stream()
        .filter(sql -> sql.contains("flow_run") || sql.contains("task_run"))
        .count();
  }

  @Test
  void twenty_runs_need_as_many_statements_as_two() throws IOException {
    DataSource source = PostgresServer.create().source();
    try (PraetorEngine engine = Praetor.open(Home.of(source));
        TestServer server =
            TestServer.at(
                home,
                new StoreLocation.Provided(counting(DataSource.class, source)),
                HttpLimits.DEFAULT)) {
      for (int i = 0; i < 20; i++) {
        var _ = engine.run(SomeFlows.greeting());
      }
      long two = countOf(server, 2);
      assertThat(two).isPositive();
      assertThat(countOf(server, 20)).isEqualTo(two);
    }
  }
}
