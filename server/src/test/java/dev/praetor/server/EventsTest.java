package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.store.RunStore;
import dev.praetor.store.event.EventTable;
import dev.praetor.store.event.NewEvent;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Events over GraphQL. */
class EventsTest {
  @TempDir private static Path folder;
  private static TestServer server;

  @BeforeAll
  static void start() throws IOException {
    server = TestServer.at(folder);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static List<String> texts(JsonNode page) {
    return page.path("nodes").valueStream().map(each -> each.path("text").asString()).toList();
  }

  @Test
  void changes_are_events_with_what_they_are_about() {
    JsonNode _ =
        server.query(
            """
            mutation { limit: setLimit(name: "db", n: 3) { n } again: setLimit(name: "db", n: 4) { n }
              pool: setPool(name: "gpu", paused: true, why: "hot") { name } }
            """);
    JsonNode page =
        server
            .query(
                """
                query ($where: EventFilter) { events(where: $where, first: 1) {
                  nodes { id time kind project flow { name } run { id } runId schedule { id } scheduleId
                    worker { id } workerId pool actor text data }
                  pageInfo { endCursor hasNextPage } count { n } } }
                """,
                Map.of("where", Map.of("kind", Map.of("_in", List.of("LIMIT_SET")))))
            .path("events");
    assertThat(texts(page)).containsExactly("the limit of tag 'db' is 4");
    assertThat(page.path("count").path("n").asInt()).isEqualTo(2);
    assertThat(page.path("pageInfo").path("hasNextPage").asBoolean()).isTrue();
    JsonNode event = page.path("nodes").path(0);
    assertThat(event.path("actor").asString()).isEqualTo("administrator");
    assertThat(event.path("data").path("n").asInt()).isEqualTo(4);
    assertThat(event.path("flow").isNull()).isTrue();
    assertThat(
            texts(
                server
                    .query(
                        "{ events(where: {pool: {_eq: \"gpu\"}, data: {_contains: {why: \"hot\"}}}) { nodes { text } } }")
                    .path("events")))
        .containsExactly("pool 'gpu' is paused: hot");
    assertThat(
            texts(
                server
                    .query(
                        "{ events(where: {kind: {_eq: \"LIMIT_SET\"}}, orderBy: [{field: time}]) { nodes { text } } }")
                    .path("events")))
        .containsExactly("the limit of tag 'db' is 3", "the limit of tag 'db' is 4");
    for (String wrong :
        List.of(
            "{ events(first: 0) { nodes { id } } }",
            "{ events(after: \"x\") { nodes { id } } }",
            "{ events(where: {kind: null}) { nodes { id } } }")) {
      assertThat(server.code(wrong)).as(wrong).isEqualTo("BAD_REQUEST");
    }
  }

  @Test
  void the_events_of_a_run_are_with_the_run_and_survive_it() throws Exception {
    RunId run;
    try (PraetorEngine engine = Praetor.open(Home.of(folder))) {
      run = engine.run(SomeFlows.greeting()).id();
    }
    StoreLocation home = new StoreLocation.Home(folder);
    try (RunStore _ = RunStore.open(home);
        Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("praetor.db"))) {
      EventTable.write(
          connection,
          Instant.now(),
          NewEvent.of(EventKind.RUN_OWNER_DIED, "its process died")
              .flow("greeting")
              .run(run.toString())
              .worker("gone")
              .schedule("gone"));
    }
    JsonNode found =
        server.query(
            """
            { run(id: "%s") { events { nodes { text flow { name } run { id } worker { id } workerId
                schedule { id } scheduleId } } }
              runs(where: {events: {kind: {_eq: "RUN_OWNER_DIED"}}}) { nodes { id } }
              events(where: {flow: {name: {_eq: "greeting"}}, run: {state: {_eq: Success}}}) {
                nodes { text } } }
            """
                .formatted(run));
    JsonNode event = found.path("run").path("events").path("nodes").path(0);
    assertThat(event.path("run").path("id").asString()).isEqualTo(run.toString());
    assertThat(event.path("flow").path("name").asString()).isEqualTo("greeting");
    assertThat(event.path("worker").isNull()).isTrue();
    assertThat(event.path("workerId").asString()).isEqualTo("gone");
    assertThat(event.path("schedule").isNull()).isTrue();
    assertThat(found.path("runs").path("nodes").size()).isEqualTo(1);
    assertThat(texts(found.path("events"))).containsExactly("its process died");
    JsonNode _ = server.query("mutation { deleteRun(id: \"%s\") }".formatted(run));
    JsonNode left =
        server
            .query(
                "{ events(where: {runId: {_eq: \"%s\"}}) { nodes { run { id } runId } } }"
                    .formatted(run))
            .path("events")
            .path("nodes");
    assertThat(left.size()).isEqualTo(1);
    assertThat(left.path(0).path("run").isNull()).isTrue();
    assertThat(left.path(0).path("runId").asString()).isEqualTo(run.toString());
  }
}
