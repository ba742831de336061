package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** A runner that goes from one server to another at the same database, and back. */
@ParameterizedClass
@EnumSource
@Tag("database")
class SeveralServersTest {
  private static final Flow<Integer> FLOW =
      Flow.define("one", f -> Task.of("one", Integer.class, () -> 1).call());

  private final Stores kind;
  @TempDir private Path folder;
  private TestServer first;
  private TestServer second;
  private TestRunner runner;
  private String code = "";

  SeveralServersTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    StoreLocation location = kind.fresh(home).location();
    first = TestServer.at(home, location, HttpLimits.DEFAULT);
    second = TestServer.at(home, location, HttpLimits.DEFAULT);
    code = TestRunner.register(location, FLOW);
    runner = new TestRunner(first, code, FLOW);
    runner.open();
  }

  @AfterEach
  void stop() {
    second.close();
    first.close();
  }

  private String run() {
    return first
        .query("mutation { createRun(flow: \"one\") { id } }")
        .at("/createRun/id")
        .asString();
  }

  /** Makes a run, which the first server gives to the runner. */
  private String started() {
    String run = run();
    assertThat(runner.news(1).getFirst().at("/run/run").asString()).isEqualTo(run);
    return run;
  }

  private void moveTo(TestServer server, long session, String run, int accepted) {
    runner.moveTo(server);
    HttpResponse<String> answer = runner.open(runner.hello(session, run, 1, accepted));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(TestServer.json(answer).path("lost").size()).isZero();
  }

  private static JsonNode batch(String run, int number, String node) {
    return TestRunner.withRow(TestRunner.batch(run, 1, number), node, "1");
  }

  private static JsonNode batch(String run, int number, String node, String state) {
    return TestRunner.withState(
        TestRunner.withRow(TestRunner.batch(run, 1, number), node, "1"), state);
  }

  private List<String> taskRuns(String run) {
    return read(run, "taskRuns { nodes { node } }")
        .at("/taskRuns/nodes")
        .valueStream()
        .map(each -> each.path("node").asString())
        .toList();
  }

  private JsonNode read(String run, String fields) {
    return first
        .query("query ($id: ID!) { run(id: $id) { %s } }".formatted(fields), Map.of("id", run))
        .path("run");
  }

  @Test
  void what_one_server_has_answered_the_next_one_knows_although_the_runner_did_not_say_so() {
    String run = started();
    assertThat(runner.send(batch(run, 1, "a")).statusCode()).isEqualTo(200);
    moveTo(second, 2, run, 0);
    assertThat(runner.send(batch(run, 2, "b")).statusCode()).isEqualTo(200);
    assertThat(taskRuns(run)).containsExactly("a", "b");
  }

  @Test
  void what_one_server_has_written_without_an_answer_the_next_one_answers() {
    String run = started();
    assertThat(runner.send(batch(run, 1, "a"), batch(run, 2, "b", "Cancelling")).statusCode())
        .isEqualTo(200);
    moveTo(second, 2, run, 0);
    assertThat(runner.send(batch(run, 1, "a", "Running")).statusCode()).isEqualTo(200);
    assertThat(read(run, "state").path("state").asString()).isEqualTo("Cancelling");
    assertThat(runner.send(batch(run, 2, "b", "Cancelling")).statusCode()).isEqualTo(200);
    assertThat(runner.send(batch(run, 4, "d")).statusCode()).isEqualTo(409);
    assertThat(runner.send(batch(run, 3, "c")).statusCode()).isEqualTo(200);
    assertThat(taskRuns(run)).containsExactly("a", "b", "c");
  }

  @Test
  void a_server_to_which_the_runner_comes_back_forgets_what_it_knew() {
    String run = started();
    assertThat(runner.send(batch(run, 1, "a")).statusCode()).isEqualTo(200);
    moveTo(second, 2, run, 1);
    assertThat(runner.send(batch(run, 2, "b")).statusCode()).isEqualTo(200);
    moveTo(first, 3, run, 2);
    assertThat(runner.send(batch(run, 3, "c")).statusCode()).isEqualTo(200);
    assertThat(taskRuns(run)).containsExactly("a", "b", "c");
    assertThat(runner.open(runner.hello(2, run, 1, 2)).statusCode()).isEqualTo(409);
  }

  @Test
  void an_earlier_session_writes_nothing_more() {
    String run = started();
    assertThat(runner.send(batch(run, 1, "a", "Running")).statusCode()).isEqualTo(200);
    moveTo(second, 2, run, 1);
    assertThat(runner.send(batch(run, 2, "b", "Cancelling")).statusCode()).isEqualTo(200);
    runner.moveTo(first);
    assertThat(runner.send(batch(run, 2, "wrong", "Running")).statusCode()).isIn(404, 503);
    assertThat(runner.send(batch(run, 2, "wrong", "Running")).statusCode()).isEqualTo(404);
    assertThat(taskRuns(run)).containsExactly("a", "b");
    assertThat(read(run, "state").path("state").asString()).isEqualTo("Cancelling");
    runner.moveTo(second);
    assertThat(runner.send(batch(run, 3, "c")).statusCode()).isEqualTo(200);
  }

  @Test
  void a_run_that_was_claimed_at_one_server_is_given_to_the_runner_by_the_next() {
    String run = started();
    runner.moveTo(second);
    assertThat(runner.open(runner.hello().put("session", 2)).statusCode()).isEqualTo(200);
    JsonNode news = runner.news(1).getFirst();
    assertThat(news.path("kind").asString()).isEqualTo("resume");
    assertThat(news.at("/run/run").asString()).isEqualTo(run);
    assertThat(news.at("/run/epoch").asInt()).isEqualTo(2);
  }

  @Test
  void an_earlier_session_claims_nothing_more() {
    String run = started();
    moveTo(second, 2, run, 0);
    runner.moveTo(first);
    String next = run();
    HttpResponse<String> news =
        first.post(
            runner.path() + "/news", "{\"session\":\"\",\"seen\":0,\"free\":9,\"wait\":1000}");
    assertThat(news.body()).doesNotContain(next);
    runner.moveTo(second);
    await().until(() -> runner.glance(9).stream().anyMatch(each -> each.toString().contains(next)));
  }

  @Test
  void a_lost_run_that_is_paused_is_given_to_the_next_runner() {
    String run = started();
    assertThat(runner.send(batch(run, 1, "a", "Running")).statusCode()).isEqualTo(200);
    assertThat(first.send(first.request(runner.path() + "?died").DELETE().build()).statusCode())
        .isEqualTo(200);
    first.query("mutation ($id: ID!) { pauseRun(id: $id) { state } }", Map.of("id", run));
    TestRunner next = new TestRunner(second, code, FLOW);
    next.open();
    JsonNode news = next.news(1).getFirst();
    assertThat(news.path("kind").asString()).isEqualTo("resume");
    assertThat(news.at("/run/run").asString()).isEqualTo(run);
    assertThat(read(run, "state").path("state").asString()).isEqualTo("Paused");
  }

  @Test
  void a_run_whose_record_cannot_be_read_is_told_to_its_runner_when_it_can() throws Exception {
    assumeTrue(kind == Stores.SQLITE);
    String run = run();
    change("ALTER TABLE flow_run RENAME COLUMN labels TO away"); // A claim reads none.
    await()
        .until(() -> {
          assertThat(runner.glance(1)).isEmpty();
          return isClaimed(run);
        });
    change("ALTER TABLE flow_run RENAME COLUMN away TO labels");
    JsonNode news = runner.news(1).getFirst();
    assertThat(news.path("kind").asString()).isEqualTo("start");
    assertThat(news.at("/run/run").asString()).isEqualTo(run);
  }

  private Connection database() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/praetor.db"));
  }

  private void change(String sql) throws SQLException {
    try (Connection connection = database();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private boolean isClaimed(String run) throws SQLException {
    try (Connection connection = database();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT owner FROM flow_run WHERE id = '" + run + "'")) {
      return row.next() && !row.getString(1).isEmpty();
    }
  }

  @Test
  void a_run_that_cannot_go_on_in_its_runner_is_resumed_until_it_is_given_up() {
    String run = started();
    JsonNode left = TestRunner.object().put("kind", "left").put("run", run).put("failed", true);
    for (int epoch = 2; epoch <= 4; epoch++) {
      assertThat(runner.send(left).statusCode()).isEqualTo(200);
      int resumed = epoch;
      await()
          .until(() ->
              runner.news(1).stream().anyMatch(news -> news.at("/run/epoch").asInt() == resumed));
    }
    assertThat(runner.send(left).statusCode()).isEqualTo(200);
    await()
        .until(() -> {
          var _ = runner.glance(1);
          return read(run, "state").path("state").asString().equals("Crashed");
        });
  }

  @Test
  void a_run_that_is_left_by_a_runner_that_ends_is_resumed_by_another() {
    String run = started();
    assertThat(runner.send(batch(run, 1, "a", "Running")).statusCode()).isEqualTo(200);
    JsonNode left = TestRunner.object().put("kind", "left").put("run", run);
    assertThat(runner.send(left).statusCode()).isEqualTo(200);
    assertThat(first.send(first.request(runner.path()).DELETE().build()).statusCode())
        .isEqualTo(200);
    TestRunner next = new TestRunner(second, code, FLOW);
    next.open();
    assertThat(next.news(1).getFirst().path("kind").asString()).isEqualTo("resume");
  }
}
