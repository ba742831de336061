package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.RunStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
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

/** Runs of registered flows that callers make over GraphQL, on each database. */
@ParameterizedClass
@EnumSource
@Tag("database")
class RegisteredFlowsTest {
  private final Stores kind;
  @TempDir private Path folder;
  private TestServer server;

  RegisteredFlowsTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    Stores.Fresh fresh = kind.fresh(home);
    server = TestServer.at(home, fresh.location(), HttpLimits.DEFAULT);
    try (RunStore store = RunStore.open(fresh.location())) {
      register(store);
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static void register(RunStore store) throws IOException {
    Flow<String> flow =
        Flow.define(
            "greeting",
            f ->
                Task.of("greet", String.class, (String name, Integer n) -> name.repeat(n))
                    .call(
                        f.parameter("name", String.class), f.parameter("times", Integer.class, 1)));
    byte[] bytes = "code".getBytes(StandardCharsets.UTF_8);
    PackageFile file = new PackageFile("code.jar", Sha256.of("code"), bytes.length);
    store.packageFiles().put(file, new ByteArrayInputStream(bytes));
    var _ =
        store
            .registeredFlows()
            .register(
                new Registration(
                    Registration.DEFAULT_PROJECT,
                    Map.of(flow.name(), flow.spec()),
                    new FlowPackage(FlowPackage.Kind.JARS, 25, List.of(file))),
                "ann");
  }

  @Test
  void a_run_is_made_with_its_parameters_and_labels_and_waits_for_a_worker() {
    JsonNode run =
        server
            .query(
                """
                mutation { createRun(flow: "greeting", parameters: {name: "Ann"}, labels: {team: "sales"}) {
                  state parameters labels flow { name } createdBy
                } }
                """)
            .path("createRun");
    assertThat(run.path("state").asString()).isEqualTo("Queued");
    assertThat(run.path("parameters").path("name").asString()).isEqualTo("Ann");
    assertThat(run.path("parameters").path("times").asInt()).isEqualTo(1);
    assertThat(run.path("labels").path("team").asString()).isEqualTo("sales");
    assertThat(run.path("flow").path("name").asString()).isEqualTo("greeting");
  }

  @Test
  void a_run_that_is_due_in_the_past_is_due_when_it_is_made() {
    JsonNode run =
        server
            .query(
                """
                mutation { createRun(
                  flow: "greeting", parameters: {name: "Ann"}, at: "2025-01-01T00:00:00Z") {
                  created scheduled
                } }
                """)
            .path("createRun");
    assertThat(run.path("scheduled")).isEqualTo(run.path("created"));
  }

  @Test
  void one_key_makes_one_run() {
    String request =
        "mutation { createRun(flow: \"greeting\", parameters: {name: \"a\"}, idempotencyKey: \"k\") { id } }";
    JsonNode first = server.query(request);
    assertThat(server.query(request)).isEqualTo(first);
    String again = request.replace("{ id }", "{ id isNew restartOf { isNew } }");
    assertThat(server.query(again).at("/createRun/isNew").asBoolean(true)).isFalse();
    String other = again.replace("\"k\"", "\"l\"");
    assertThat(server.query(other).at("/createRun/isNew").asBoolean()).isTrue();
    assertThat(server.query("{ runs { nodes { isNew } } }").at("/runs/nodes/0/isNew").isNull())
        .isTrue();
  }

  @Test
  void a_run_that_is_made_tells_the_same_whether_or_not_more_is_asked() {
    String request =
        "mutation { createRun(flow: \"greeting\", parameters: {name: \"a\"}, idempotencyKey: \"k\") { made: id isNew __typename } }";
    JsonNode made = server.query(request).path("createRun");
    assertThat(made.path("isNew").asBoolean()).isTrue();
    assertThat(made.path("__typename").asString()).isEqualTo("Run");
    JsonNode again =
        server.query(request.replace("isNew", "isNew ... on Run { state }")).path("createRun");
    assertThat(again.path("state").asString()).isEqualTo("Queued");
    assertThat(again.path("made")).isEqualTo(made.path("made"));
    assertThat(again.path("isNew").asBoolean(true)).isFalse();
    assertThat(server.query(request).at("/createRun/isNew").asBoolean(true)).isFalse();
  }

  @Test
  void each_wrong_parameter_is_a_detail_of_the_error() {
    JsonNode error =
        server
            .graphql(
                "mutation { createRun(flow: \"greeting\", parameters: {times: \"many\", nmae: 1}) { id } }",
                Map.of())
            .path("errors")
            .path(0)
            .path("extensions");
    assertThat(error.path("code").asString()).isEqualTo("INVALID_PARAMETERS");
    assertThat(error.path("details").valueStream())
        .extracting(detail -> detail.path("path").asString())
        .containsExactlyInAnyOrder("greeting/nmae", "greeting/name", "greeting/times");
    assertThat(server.query("{ runs { nodes { id } } }").path("runs").path("nodes").isEmpty())
        .isTrue();
  }

  @Test
  void a_flow_that_is_unknown_or_archived_or_a_wrong_version_makes_no_run() {
    assertThat(server.code("mutation { createRun(flow: \"none\") { id } }")).isEqualTo("NOT_FOUND");
    assertThat(
            server.code(
                "mutation { createRun(flow: \"greeting\", version: 7, parameters: {name: \"a\"}) { id } }"))
        .isEqualTo("NOT_FOUND");
    assertThat(server.code("mutation { createRun(flow: \"greeting\", parameters: 3) { id } }"))
        .isEqualTo("BAD_REQUEST");
    assertThat(
            server
                .query("mutation { archiveFlow(flow: \"greeting\") { name } }")
                .path("archiveFlow")
                .path("name")
                .asString())
        .isEqualTo("greeting");
    assertThat(
            server.code(
                "mutation { createRun(flow: \"greeting\", parameters: {name: \"a\"}) { id } }"))
        .isEqualTo("CONFLICT");
  }

  private JsonNode create(String arguments) {
    return server
        .query(
            "mutation { createRun(flow: \"greeting\"%s) { id name parameters labels state version { number package { sha256 kind } } } }"
                .formatted(arguments))
        .path("createRun");
  }

  private JsonNode set(String arguments) {
    return server
        .query(
            "mutation { setFlowDefaults(flow: \"greeting\", %s) { limit defaults { parameters labels } } }"
                .formatted(arguments))
        .path("setFlowDefaults");
  }

  @Test
  void what_people_set_for_a_flow_is_given_to_its_new_runs() {
    JsonNode flow =
        set("parameters: {name: \"Bo\", times: 2}, labels: {team: \"sales\"}, limit: 3");
    assertThat(flow.path("limit").asInt()).isEqualTo(3);
    assertThat(flow.at("/defaults/parameters/times").asInt()).isEqualTo(2);
    assertThat(flow.at("/defaults/labels/team").asString()).isEqualTo("sales");
    JsonNode run = create(", parameters: {times: 5}, labels: {by: \"ann\"}");
    assertThat(run.path("parameters").toString()).isEqualTo("{\"name\":\"Bo\",\"times\":5}");
    assertThat(run.path("labels").toString()).isEqualTo("{\"team\":\"sales\",\"by\":\"ann\"}");
    assertThat(set("limit: null").path("limit").isNull()).isTrue();
    assertThat(set("labels: null").at("/defaults/labels").isEmpty()).isTrue();
    assertThat(set("limit: 1").at("/defaults/parameters/name").asString()).isEqualTo("Bo");
  }

  @Test
  void defaults_that_the_flow_does_not_take_are_refused_and_change_nothing() {
    for (String wrong :
        List.of(
            "parameters: {nmae: \"Bo\"}",
            "parameters: {name: \"Bo\", times: \"many\"}, labels: {team: \"x\"}, limit: 2")) {
      assertThat(
              server.code(
                  "mutation { setFlowDefaults(flow: \"greeting\", " + wrong + ") { name } }"))
          .isEqualTo("INVALID_PARAMETERS");
    }
    for (String wrong :
        List.of(
            "parameters: 3",
            "labels: [1]",
            "labels: {team: 1}",
            "labels: {a: \"%s\"}",
            "limit: 0")) {
      assertThat(
              server.code(
                  "mutation { setFlowDefaults(flow: \"greeting\", %s) { name } }"
                      .formatted(wrong.formatted("x".repeat(300)))))
          .isEqualTo("BAD_REQUEST");
    }
    assertThat(server.code("mutation { setFlowDefaults(flow: \"none\", limit: 1) { name } }"))
        .isEqualTo("NOT_FOUND");
    JsonNode flow =
        server.query("{ flow(name: \"greeting\") { limit defaults { parameters labels } } }");
    assertThat(flow.toString())
        .isEqualTo("{\"flow\":{\"limit\":null,\"defaults\":{\"parameters\":{},\"labels\":{}}}}");
  }

  @Test
  void a_run_may_have_a_name_of_its_own() {
    assertThat(create(", parameters: {name: \"a\"}, name: \"for Ann\"").path("name").asString())
        .isEqualTo("for Ann");
    assertThat(
            server.code(
                "mutation { createRun(flow: \"greeting\", parameters: {name: \"a\"}, name: \" \") { id } }"))
        .isEqualTo("BAD_REQUEST");
  }

  @Test
  void versions_have_numbers_and_packages_and_a_flow_says_which_is_current() {
    JsonNode run = create(", parameters: {name: \"a\"}");
    assertThat(run.at("/version/number").asInt()).isEqualTo(1);
    assertThat(run.at("/version/package/sha256").asString()).hasSize(64);
    JsonNode flow =
        server
            .query(
                """
                { flows { nodes { name archived archive { by } current { number package { kind size } registered { number by } }
                  versions { nodes { number } } } } }
                """)
            .at("/flows/nodes/0");
    assertThat(flow.path("name").asString()).isEqualTo("greeting");
    assertThat(flow.path("archived").asBoolean(true)).isFalse();
    assertThat(flow.path("archive").isNull()).isTrue();
    assertThat(flow.path("current").toString())
        .isEqualTo(
            "{\"number\":1,\"package\":{\"kind\":\"JARS\",\"size\":4},\"registered\":[{\"number\":1,\"by\":\"ann\"}]}");
    assertThat(flow.at("/versions/nodes/0/number").asInt()).isEqualTo(1);
    JsonNode archived =
        server
            .query("mutation { archiveFlow(flow: \"greeting\") { archived archive { by } } }")
            .path("archiveFlow");
    assertThat(archived.path("archived").asBoolean()).isTrue();
    assertThat(archived.at("/archive/by").asString()).isEqualTo("administrator");
    JsonNode again =
        server
            .query("mutation { archiveFlow(flow: \"greeting\", archived: false) { archived } }")
            .path("archiveFlow");
    assertThat(again.path("archived").asBoolean(true)).isFalse();
  }
}
