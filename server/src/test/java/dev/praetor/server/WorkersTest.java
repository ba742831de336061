package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.engine.graph.Sha256;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.server.http.HttpLimits;
import dev.praetor.store.RunStore;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.model.WorkerRunner;
import dev.praetor.store.worker.NewWorker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Workers and pools over GraphQL, on each database. */
@ParameterizedClass
@EnumSource
@Tag("database")
class WorkersTest {
  private static final PackageFile JAR = new PackageFile("code.jar", Sha256.of("code"), 4);
  private static final FlowPackage PACKAGE =
      new FlowPackage(FlowPackage.Kind.JARS, 25, List.of(JAR));

  private final Stores kind;
  @TempDir private Path folder;
  private TestServer server;
  private StoreLocation location;
  private RunStore store;

  WorkersTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    Stores.Fresh fresh = kind.fresh(home);
    server = TestServer.at(home, fresh.location(), HttpLimits.DEFAULT);
    location = fresh.location();
    store = RunStore.open(location);
    Flow<Integer> flow = Flow.define("report", _ -> Praetor.value(1)).pool("reports").needs("gpu");
    store
        .packageFiles()
        .put(JAR, new ByteArrayInputStream("code".getBytes(StandardCharsets.UTF_8)));
    var _ =
        store
            .registeredFlows()
            .register(
                new Registration(
                    Registration.DEFAULT_PROJECT, Map.of("report", flow.spec()), PACKAGE),
                "ann");
  }

  @AfterEach
  void stop() {
    store.close();
    server.close();
  }

  private void worker(String id, String name, String pool, String... labels) {
    WorkerOffer offer = new WorkerOffer(List.of(pool), List.of(labels), 5);
    String _ =
        store.workers().add(new NewWorker(id, name, offer, ProcessId.current(), "1.2", false));
  }

  private JsonNode nodes(String query) {
    return server.query(query).path("workers").path("nodes");
  }

  @Test
  void a_worker_is_shown_with_what_it_takes_and_what_it_runs() {
    worker("w-1", "builder", "reports", "gpu", "region=eu");
    var _ =
        store
            .workers()
            .report(
                "w-1",
                new StoredWorker.Report(
                    List.of(new WorkerRunner(PACKAGE.sha256(), 77, Instant.EPOCH, false)),
                    List.of("the first line", "the second line")));
    JsonNode worker =
        nodes(
                """
                { workers { count { n } nodes { id name state pools labels slots running version host pid
                    started heartbeat ended log runners { package pid started running flows { name } }
                    runs { nodes { id } } } } }
                """)
            .path(0);
    assertThat(worker.path("name").asString()).isEqualTo("builder");
    assertThat(worker.path("state").asString()).isEqualTo("RUNNING");
    assertThat(worker.path("pools").path(0).asString()).isEqualTo("reports");
    assertThat(worker.path("labels").size()).isEqualTo(2);
    assertThat(worker.path("slots").asInt()).isEqualTo(5);
    assertThat(worker.path("running").asInt()).isZero();
    assertThat(worker.path("ended").isNull()).isTrue();
    assertThat(worker.path("log").path(1).asString()).isEqualTo("the second line");
    JsonNode runner = worker.path("runners").path(0);
    assertThat(runner.path("package").asString()).isEqualTo(PACKAGE.sha256());
    assertThat(runner.path("flows").path(0).path("name").asString()).isEqualTo("report");
    assertThat(Instant.parse(worker.path("heartbeat").asString()))
        .isAfter(Instant.now().minusSeconds(60));
  }

  @Test
  void workers_are_found_by_their_pools_and_labels() {
    worker("w-1", "one", "reports", "gpu");
    worker("w-2", "two", "default");
    assertThat(
            nodes("{ workers(where: {pools: {_contains: [\"reports\"]}}) { nodes { id } } }")
                .valueStream())
        .extracting(each -> each.path("id").asString())
        .containsExactly("w-1");
    assertThat(
            nodes(
                    "{ workers(where: {_not: {labels: {_contains: [\"gpu\"]}}, state: {_eq: \"RUNNING\"}},"
                        + " orderBy: [{field: name}]) { nodes { id } } }")
                .valueStream())
        .extracting(each -> each.path("id").asString())
        .containsExactly("w-2");
  }

  @Test
  void a_run_names_its_pool_and_the_labels_that_it_needs() {
    JsonNode run =
        server
            .query(
                "mutation { createRun(flow: \"report\") { id pool needs worker { id } waiting { kind text details } } }")
            .path("createRun");
    assertThat(run.path("pool").asString()).isEqualTo("reports");
    assertThat(run.path("needs").path(0).asString()).isEqualTo("gpu");
    assertThat(run.path("worker").isNull()).isTrue();
    JsonNode reason = run.path("waiting").path(0);
    assertThat(reason.path("kind").asString()).isEqualTo("NO_WORKER");
    assertThat(reason.path("details").path("pool").asString()).isEqualTo("reports");
    assertThat(reason.path("details").path("labels").path(0).asString()).isEqualTo("gpu");
    assertThat(
            server
                .query("{ runs(where: {pool: {_eq: \"reports\"}}) { nodes { id } } }")
                .path("runs")
                .path("nodes")
                .size())
        .isEqualTo(1);
  }

  @Test
  void the_pool_that_people_set_for_a_flow_is_that_of_its_new_runs() {
    String set = "mutation { setFlowDefaults(flow: \"report\", pool: %s) { defaults { pool } } }";
    String run = "mutation { createRun(flow: \"report\") { pool } }";
    assertThat(server.query(set.formatted("\"cpu\"")).toString()).contains("\"pool\":\"cpu\"");
    assertThat(server.query(run).toString()).contains("\"pool\":\"cpu\"");
    assertThat(server.code(set.formatted("\"c p u\""))).isEqualTo("BAD_REQUEST");
    assertThat(server.query(set.formatted("null")).toString()).contains("\"pool\":null");
    assertThat(server.query(run).toString()).contains("\"pool\":\"reports\"");
  }

  @Test
  void the_worker_that_ran_a_run_is_known_afterwards() {
    worker("w-1", "builder", "reports", "gpu");
    String run =
        server
            .query("mutation { createRun(flow: \"report\") { id } }")
            .path("createRun")
            .path("id")
            .asString();
    StoreOptions runner = StoreOptions.defaults().withCode(PACKAGE.sha256()).withWorker("w-1");
    try (RunStore open = RunStore.open(location, runner)) {
      assertThat(open.queue().claim(Set.of("report"), 5).runs()).hasSize(1);
    }
    JsonNode found =
        server
            .query("{ run(id: \"%s\") { worker { id name running } } }".formatted(run))
            .path("run")
            .path("worker");
    assertThat(found.path("name").asString()).isEqualTo("builder");
    assertThat(found.path("running").asInt()).isEqualTo(1);
    assertThat(
            server
                .query(
                    "{ runs(where: {worker: {name: {_eq: \"builder\"}}}) { nodes { id } }"
                        + " workers(first: 5, where: {runs: {flow: {name: {_eq: \"report\"}}}}) { nodes { runs { count { n } } } } }")
                .toString())
        .contains(run)
        .contains("\"n\":1");
  }

  @Test
  void pools_are_paused_limited_and_resumed() {
    worker("w-1", "builder", "reports", "gpu");
    JsonNode _ = server.query("mutation { createRun(flow: \"report\") { id } }");
    JsonNode pool =
        server
            .query(
                "mutation { setPool(name: \"reports\", paused: true, why: \"moving\", limit: 3)"
                    + " { name limit running waiting oldest workers pause { by why since } } }")
            .path("setPool");
    assertThat(pool.path("limit").asInt()).isEqualTo(3);
    assertThat(pool.path("waiting").asInt()).isEqualTo(1);
    assertThat(pool.path("workers").asInt()).isEqualTo(1);
    assertThat(pool.path("pause").path("why").asString()).isEqualTo("moving");
    assertThat(
            server
                .query("{ runs { nodes { waiting { kind } } } }")
                .path("runs")
                .path("nodes")
                .path(0)
                .path("waiting")
                .valueStream())
        .extracting(reason -> reason.path("kind").asString())
        .containsExactly("POOL_PAUSED");
    JsonNode resumed =
        server
            .query("mutation { setPool(name: \"reports\", paused: false) { limit pause { by } } }")
            .path("setPool");
    assertThat(resumed.path("limit").asInt()).isEqualTo(3);
    assertThat(resumed.path("pause").isNull()).isTrue();
    JsonNode unlimited =
        server.query("mutation { setPool(name: \"reports\", limit: null) { limit } }");
    assertThat(unlimited.path("setPool").path("limit").isNull()).isTrue();
    assertThat(server.query("{ pools { name } }").path("pools").valueStream())
        .extracting(each -> each.path("name").asString())
        .containsExactly("default", "reports");
    for (String refused :
        List.of(
            "setPool(name: \"a b\", paused: true)",
            "setPool(name: \"\", limit: 1)",
            "setPool(name: \"reports\", paused: true, limit: 0)")) {
      assertThat(server.code("mutation { " + refused + " { name } }")).isEqualTo("BAD_REQUEST");
    }
    assertThat(store.pools().find("reports").pause()).isEmpty();
  }

  @Test
  void a_worker_is_drained_and_deleted_when_it_has_ended() {
    worker("w-1", "builder", "default");
    String delete = "mutation { deleteWorker(id: \"w-1\") }";
    assertThat(server.code(delete)).isEqualTo("CONFLICT");
    assertThat(
            server
                .query("mutation { drainWorker(id: \"w-1\") { state } }")
                .path("drainWorker")
                .path("state")
                .asString())
        .isEqualTo("DRAINING");
    store.workers().end("w-1");
    assertThat(server.code("mutation { drainWorker(id: \"w-1\") { state } }"))
        .isEqualTo("CONFLICT");
    assertThat(server.query(delete).path("deleteWorker").asString()).isEqualTo("w-1");
    assertThat(server.code(delete)).isEqualTo("NOT_FOUND");
    assertThat(server.code("mutation { drainWorker(id: \"none\") { state } }"))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void metrics_show_the_queue_of_each_pool() throws Exception {
    JsonNode _ = server.query("mutation { createRun(flow: \"report\") { id } }");
    assertThat(server.get("/metrics").body())
        .contains("praetor_queue_runs{pool=\"reports\"} 1.0")
        .contains("praetor_queue_age_seconds{pool=\"reports\"}");
  }
}
