package dev.praetor.server;

import static dev.praetor.Praetor.each;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Task;
import dev.praetor.TypeRef;
import dev.praetor.server.http.HttpLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Restarts of runs of registered flows, planned by a server that does not have their code. */
@ParameterizedClass
@EnumSource
@Tag("database")
class RestartsTest {
  private static final String PLAN =
      """
      query ($run: ID!, $from: String = "failed", $parameters: JSON) {
        restartPlan(run: $run, from: $from, parameters: $parameters) {
          run { id } from version { flow { name } } parameters
          nodes { node width total runs { taskRun why } reused { state n } }
        }
      }
      """;
  private final Stores kind;
  private final List<Integer> calls = new CopyOnWriteArrayList<>();
  private volatile boolean broken = true;
  @TempDir private Path folder;
  private TestServer server;
  private Registered registered;

  RestartsTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    Stores.Fresh fresh = kind.fresh(home);
    server = TestServer.at(home, fresh.location(), HttpLimits.DEFAULT);
    registered = new Registered(fresh.location());
    registered.register(halves(""), "one");
    registered.serve(halves(""), "one");
  }

  @AfterEach
  void stop() throws Exception {
    registered.close();
    server.close();
  }

  private Flow<Integer> halves(String version) {
    return Flow.define(
        "halves",
        flow -> {
          Node<List<Integer>> numbers =
              Task.of(
                      "numbers",
                      new TypeRef<List<Integer>>() {},
                      (Integer n) -> List.of(1, 2, 3, 4, n))
                  .call(flow.parameter("last", 6));
          var halves =
              Task.of("half", Integer.class, this::half).version(version).map(each(numbers));
          return Task.of("sum", Integer.class, (List<Integer> all) -> all.size())
              .call(halves.collect());
        });
  }

  private int half(Integer n) {
    calls.add(n);
    if (broken && n % 2 == 1) {
      throw new IllegalStateException("number " + n + " is odd");
    }
    return n / 2;
  }

  private String create() {
    return server
        .query("mutation { createRun(flow: \"halves\") { id } }")
        .path("createRun")
        .path("id")
        .asString();
  }

  private JsonNode ended(String run) {
    return await()
        .until(
            () ->
                server
                    .query(
                        "query ($id: ID!) { run(id: $id) { id state value restartOf { id } origin version { id } labels ended } }",
                        Map.of("id", run))
                    .path("run"),
            found -> !found.path("ended").isNull());
  }

  private JsonNode plan(Map<String, ?> variables) {
    return server.query(PLAN, variables).path("restartPlan");
  }

  private static JsonNode node(JsonNode plan, String name) {
    return plan.path("nodes")
        .valueStream()
        .filter(node -> node.path("node").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private String restart(String request) {
    return server
        .query("mutation { restartRun(" + request + ") { id state } }")
        .path("restartRun")
        .path("id")
        .asString();
  }

  @Test
  void a_restart_is_planned_without_code_and_runs_what_the_plan_says() {
    String first = create();
    assertThat(ended(first).path("state").asString()).isEqualTo("Failed");
    JsonNode plan = plan(Map.of("run", first));
    assertThat(node(plan, "numbers").path("total").asInt()).isZero();
    assertThat(node(plan, "half").path("width").asInt()).isEqualTo(5);
    assertThat(node(plan, "half").path("runs").toString())
        .isEqualTo(
            "[{\"taskRun\":\"half[0]\",\"why\":\"it was Failed\"},{\"taskRun\":\"half[2]\",\"why\":\"it was Failed\"}]");
    assertThat(node(plan, "half").path("reused").toString())
        .isEqualTo("[{\"state\":\"Success\",\"n\":3}]");
    assertThat(server.query("{ runs { nodes { id } } }").path("runs").path("nodes").size())
        .isEqualTo(1);
    calls.clear();
    broken = false;
    JsonNode again = ended(restart("run: \"" + first + "\""));
    assertThat(again.path("state").asString()).isEqualTo("Success");
    assertThat(again.path("restartOf").path("id").asString()).isEqualTo(first);
    assertThat(again.path("origin").asString()).isEqualTo("RESTART");
    assertThat(calls).containsExactlyInAnyOrder(1, 3);
  }

  @Test
  void a_task_run_or_all_or_another_parameter_makes_more_run_again() {
    String first = create();
    var _ = ended(first);
    JsonNode from = plan(Map.of("run", first, "from", "half[1]"));
    assertThat(node(from, "half").path("total").asInt()).isEqualTo(3);
    JsonNode all = plan(Map.of("run", first, "from", "all"));
    assertThat(node(all, "numbers").path("runs").path(0).path("why").asString())
        .isEqualTo("requested");
    JsonNode changed = plan(Map.of("run", first, "parameters", Map.of("last", 8)));
    assertThat(changed.path("parameters").path("last").asInt()).isEqualTo(8);
    assertThat(node(changed, "numbers").path("runs").path(0).path("why").asString())
        .isEqualTo("parameter 'last' has another value");
  }

  @Test
  void a_restart_runs_with_the_current_version_unless_another_is_named() throws IOException {
    String first = create();
    JsonNode before = ended(first);
    registered.register(halves("2"), "two");
    registered.serve(halves("2"), "two");
    assertThat(node(plan(Map.of("run", first)), "half").path("runs").path(0).path("why").asString())
        .isEqualTo("its definition has changed");
    broken = false;
    JsonNode newer = ended(restart("run: \"" + first + "\""));
    assertThat(newer.path("version")).isNotEqualTo(before.path("version"));
    JsonNode older = ended(restart("run: \"" + first + "\", version: 1"));
    assertThat(older.path("version")).isEqualTo(before.path("version"));
  }

  @Test
  void a_restart_that_cannot_be_is_refused_and_makes_no_run() {
    String first = create();
    var _ = ended(first);
    String run = "run: \"" + first + "\"";
    assertThat(server.code("mutation { restartRun(run: \"ffffffff\") { id } }"))
        .isEqualTo("NOT_FOUND");
    assertThat(server.code("{ restartPlan(" + run + ", from: \"half[9]\") { from } }"))
        .isEqualTo("NOT_FOUND");
    assertThat(server.code("mutation { restartRun(" + run + ", from: \"[[\") { id } }"))
        .isEqualTo("BAD_REQUEST");
    assertThat(server.code("mutation { restartRun(" + run + ", version: 9) { id } }"))
        .isEqualTo("NOT_FOUND");
    assertThat(server.code("mutation { restartRun(" + run + ", parameters: {lsat: 1}) { id } }"))
        .isEqualTo("INVALID_PARAMETERS");
    assertThat(server.code("mutation { restartRun(" + run + ", parameters: 1) { id } }"))
        .isEqualTo("BAD_REQUEST");
    String waiting =
        server
            .query("mutation { createRun(flow: \"halves\", at: \"2100-01-01T00:00:00Z\") { id } }")
            .path("createRun")
            .path("id")
            .asString();
    assertThat(server.code("mutation { restartRun(run: \"" + waiting + "\") { id } }"))
        .isEqualTo("CONFLICT");
    var _ = server.query("mutation { archiveFlow(flow: \"halves\") { name } }");
    assertThat(server.code("mutation { restartRun(" + run + ") { id } }")).isEqualTo("CONFLICT");
    assertThat(server.query("{ runs { nodes { id } } }").path("runs").path("nodes").size())
        .isEqualTo(2);
  }
}
