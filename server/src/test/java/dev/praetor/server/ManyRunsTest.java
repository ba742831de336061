package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.server.http.HttpLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Changes of all runs that a filter matches. */
@ParameterizedClass
@EnumSource
@Tag("database")
class ManyRunsTest {
  private static final String QUEUED = "{state: {_eq: Queued}}";
  private static final String FIELDS =
      "{ matched accepted refused left results(first: 1000) { run accepted code why restart } }";
  private final Stores kind;
  private volatile boolean broken = true;
  @TempDir private Path folder;
  private TestServer server;
  private Registered registered;

  ManyRunsTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    Stores.Fresh fresh = kind.fresh(home);
    server = TestServer.at(home, fresh.location(), HttpLimits.DEFAULT);
    registered = new Registered(fresh.location());
    registered.register(flow(), "one");
  }

  @AfterEach
  void stop() throws Exception {
    registered.close();
    server.close();
  }

  private Flow<String> flow() {
    return Flow.define("letters", flow -> Task.of("write", String.class, this::write).call());
  }

  private String write() {
    if (broken) {
      throw new IllegalStateException("no ink");
    }
    return "written";
  }

  private void create(int n) {
    StringBuilder request = new StringBuilder("mutation {");
    for (int i = 0; i < n; i++) {
      request.append(" a").append(i).append(": createRun(flow: \"letters\") { id }");
    }
    var _ = server.query(request.append("}").toString());
  }

  private int count(String where) {
    return server
        .query("{ runs(where: " + where + ") { count { n } } }")
        .at("/runs/count/n")
        .asInt();
  }

  private JsonNode change(String name, String where, int expect) {
    return server
        .query("mutation { %s(where: %s, expect: %d) %s }".formatted(name, where, expect, FIELDS))
        .path(name);
  }

  @Test
  void all_runs_that_a_filter_matches_are_cancelled() {
    create(120);
    JsonNode answer = change("cancelRuns", QUEUED, 120);
    assertThat(answer.path("matched").asInt()).isEqualTo(120);
    assertThat(answer.path("accepted").asInt()).isEqualTo(120);
    assertThat(answer.path("left").asInt()).isZero();
    assertThat(answer.path("results").size()).isEqualTo(120);
    assertThat(count("{state: {_eq: Cancelled}}")).isEqualTo(120);
    JsonNode again = change("cancelRuns", "{}", 120);
    assertThat(again.path("refused").asInt()).isEqualTo(120);
    assertThat(again.at("/results/0/code").asString()).isEqualTo("CONFLICT");
    assertThat(again.at("/results/0/why").asString()).contains("has already ended");
  }

  @Test
  void a_filter_that_matches_many_more_than_the_caller_saw_changes_nothing() {
    create(23);
    JsonNode error =
        server
            .graphql(
                "mutation { cancelRuns(where: %s, expect: 20) { matched } }".formatted(QUEUED),
                Map.of())
            .at("/errors/0");
    assertThat(error.at("/extensions/code").asString()).isEqualTo("CONFLICT");
    assertThat(error.at("/extensions/details/0/count").asInt()).isEqualTo(23);
    assertThat(error.path("message").asString()).contains("now matches 23 runs, and you saw 20");
    assertThat(count(QUEUED)).isEqualTo(23);
    assertThat(change("cancelRuns", QUEUED, 21).path("accepted").asInt()).isEqualTo(23);
    assertThat(server.code("mutation { deleteRuns(where: {}, expect: -1) { matched } }"))
        .isEqualTo("BAD_REQUEST");
  }

  @Test
  void of_runs_that_wait_the_one_of_highest_priority_starts_first() {
    broken = false;
    for (int priority : new int[] {0, 9, -1}) {
      var _ =
          server.query(
              "mutation { createRun(flow: \"letters\", priority: %d) { id } }".formatted(priority));
    }
    var _ = server.query("mutation { setLimit(name: \"letters\", n: 1, scope: FLOW) { n } }");
    registered.serve(flow(), "one");
    await().until(() -> count("{state: {_eq: Success}}") == 3);
    assertThat(
            server
                .query("{ runs(orderBy: [{field: started}]) { nodes { priority } } }")
                .at("/runs/nodes")
                .toString())
        .isEqualTo("[{\"priority\":9},{\"priority\":0},{\"priority\":-1}]");
  }

  @Test
  void runs_that_failed_are_restarted_once_each() {
    create(5);
    registered.serve(flow(), "one");
    await().until(() -> count("{state: {_eq: Failed}}") == 5);
    broken = false;
    JsonNode answer = change("restartRuns", "{state: {_eq: Failed}}", 5);
    assertThat(answer.path("accepted").asInt()).isEqualTo(5);
    assertThat(answer.at("/results/0/restart").asString()).isNotEmpty();
    await().until(() -> count("{state: {_eq: Success}}") == 5);
    assertThat(count("{restartOf: {state: {_eq: Failed}}}")).isEqualTo(5);
  }

  @Test
  void ended_runs_are_pruned_except_the_newest() {
    create(60);
    var _ = change("cancelRuns", QUEUED, 60);
    create(1);
    JsonNode found = server.query("{ prunableRuns(keep: 2) { n runs(first: 3) } }");
    assertThat(found.at("/prunableRuns/n").asInt()).isEqualTo(58);
    String last = found.at("/prunableRuns/runs/2").asString();
    JsonNode rest =
        server.query("{ prunableRuns(keep: 2) { runs(first: 1000, after: \"" + last + "\") } }");
    assertThat(rest.at("/prunableRuns/runs").size()).isEqualTo(55);
    assertThat(server.code("mutation { pruneRuns(keep: 2, expect: 40) { deleted } }"))
        .isEqualTo("CONFLICT");
    assertThat(server.code("mutation { pruneRuns(expect: 60) { deleted } }"))
        .isEqualTo("BAD_REQUEST");
    assertThat(server.code("{ prunableRuns(keep: -1) { n } }")).isEqualTo("BAD_REQUEST");
    assertThat(
            server
                .query("{ prunableRuns(keep: 0, flow: \"let\\u0000ters\") { n } }")
                .at("/prunableRuns/n")
                .asInt(-1))
        .isZero();
    assertThat(
            server
                .query("mutation { pruneRuns(keep: 2, expect: 58) { deleted largeValues left } }")
                .path("pruneRuns")
                .toString())
        .isEqualTo("{\"deleted\":58,\"largeValues\":0,\"left\":0}");
    assertThat(count("{}")).isEqualTo(3);
  }

  @Test
  void runs_are_deleted_except_those_that_wait() {
    create(6);
    var _ = change("cancelRuns", QUEUED, 6);
    create(2);
    JsonNode answer = change("deleteRuns", "{}", 8);
    assertThat(answer.path("accepted").asInt()).isEqualTo(6);
    assertThat(answer.path("refused").asInt()).isEqualTo(2);
    assertThat(answer.at("/results/0/accepted").asBoolean()).isFalse();
    assertThat(count("{}")).isEqualTo(2);
  }
}
