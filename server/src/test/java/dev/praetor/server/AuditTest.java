package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.Task;
import dev.praetor.embedded.EngineRun;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.server.audit.ChangeRules;
import dev.praetor.server.graphql.schema.ExecutableSchema;
import dev.praetor.store.RunStore;
import dev.praetor.store.access.Role;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.worker.NewWorker;
import graphql.language.FieldDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What callers change, and what is refused to them, stands in the audit log. */
@ParameterizedClass
@EnumSource
@Tag("database")
class AuditTest {
  private static final TypeDefinitionRegistry SCHEMA =
      new SchemaParser().parse(ExecutableSchema.text());
  private static final String ROWS =
      """
      query ($where: AuditFilter) { audit(where: $where, first: 1000) { nodes {
        sequence time request actor actorKind address action project targetKind target arguments
        before after outcome code message hash } } }\
      """;
  private final Stores kind;
  private final AtomicReference<Instant> time = new AtomicReference<>(Instant.now());
  private final CountDownLatch let = new CountDownLatch(1);
  @TempDir private Path folder;
  private TestServer server;
  private PraetorEngine engine;
  private Registered registered;

  AuditTest(Stores kind) {
    this.kind = kind;
  }

  @BeforeEach
  void start() throws IOException {
    Path home = folder.resolve("home");
    Stores.Fresh fresh = kind.fresh(home);
    server = TestServer.at(home, fresh.location(), time::get);
    engine = Praetor.open(fresh.engine());
    registered = new Registered(fresh.location());
    registered.register(letters(), "one");
  }

  @AfterEach
  void stop() throws Exception {
    let.countDown();
    engine.close();
    registered.close();
    server.close();
  }

  private static Flow<String> letters() {
    return Flow.define("letters", flow -> Task.of("write", String.class, () -> "written").call());
  }

  private Flow<String> holding() {
    return Flow.define(
        "slots",
        flow ->
            Task.of(
                    "hold",
                    String.class,
                    () -> {
                      let.await();
                      return "held";
                    })
                .tags("rare")
                .call());
  }

  private List<JsonNode> rows(String where) {
    return server
        .query(ROWS, Map.of("where", JsonMapper.shared().readTree(where)))
        .at("/audit/nodes")
        .valueStream()
        .toList();
  }

  private List<JsonNode> rowsOf(String action) {
    return rows("{\"action\": {\"_eq\": \"%s\"}}".formatted(action));
  }

  private JsonNode only(String action) {
    List<JsonNode> rows = rowsOf(action);
    assertThat(rows).as(action).hasSize(1);
    return rows.getFirst();
  }

  private void isWhole() {
    JsonNode done =
        server.query("{ auditVerification { whole rows head broken { sequence problem } } }");
    assertThat(done.at("/auditVerification/whole").asBoolean()).as("%s", done).isTrue();
  }

  private static Map<String, FieldDefinition> mutations() {
    Map<String, FieldDefinition> fields = new LinkedHashMap<>();
    SCHEMA.getTypes(ObjectTypeDefinition.class).stream()
        .filter(type -> type.getName().equals("Mutation"))
        .forEach(type ->
            type.getFieldDefinitions().forEach(field -> fields.put(field.getName(), field)));
    return fields;
  }

  private void change(String mutation) {
    var _ = server.query("mutation { " + mutation + " }");
  }

  private String made(String arguments) {
    return server
        .query("mutation { createRun(flow: \"letters\"" + arguments + ") { id } }")
        .at("/createRun/id")
        .asString();
  }

  private String schedule() {
    return server
        .query("mutation { addSchedule(flow: \"letters\", cron: \"0 3 * * *\") { id } }")
        .at("/addSchedule/id")
        .asString();
  }

  private void worker(String id) {
    try (RunStore store = RunStore.open(registered.where())) {
      WorkerOffer offer = new WorkerOffer(List.of("default"), List.of(), 5);
      String _ =
          store.workers().add(new NewWorker(id, id, offer, ProcessId.current(), "1.2", false));
      if (id.equals("w-ended")) {
        store.workers().end(id);
      }
    }
  }

  /** A change of the schema that succeeds, by its name. */
  private Map<String, Runnable> changes() {
    Map<String, Runnable> all = new LinkedHashMap<>();
    addRuns(all);
    addManyRuns(all);
    all.put("archiveFlow", () -> change("archiveFlow(flow: \"letters\") { name }"));
    all.put(
        "setFlowDefaults",
        () -> change("setFlowDefaults(flow: \"letters\", limit: 7, pool: \"big\") { name }"));
    addSchedules(all);
    all.put(
        "drainWorker",
        () -> {
          worker("w-1");
          change("drainWorker(id: \"w-1\") { id }");
        });
    all.put(
        "deleteWorker",
        () -> {
          worker("w-ended");
          change("deleteWorker(id: \"w-ended\")");
        });
    all.put("setPool", () -> change("setPool(name: \"default\", paused: true) { name }"));
    all.put("setLimit", () -> change("setLimit(name: \"db\", n: 3) { n }"));
    all.put(
        "deleteLimit",
        () -> {
          change("setLimit(name: \"gone\", n: 3) { n }");
          change("deleteLimit(name: \"gone\")");
        });
    all.put("releaseSlot", this::releaseSlot);
    all.put("createKey", () -> change("createKey(name: \"ci\", role: VIEWER) { secret }"));
    all.put(
        "revokeKey",
        () -> {
          change("createKey(name: \"old\", role: OPERATOR) { secret }");
          change("revokeKey(id: \"old\") { id }");
        });
    return all;
  }

  private void releaseSlot() {
    change("setLimit(name: \"rare\", n: 1) { n }");
    RunId run = engine.start(holding()).id();
    await()
        .until(() ->
            server
                .query("{ limits { holders { task } } }")
                .toString()
                .contains("{\"task\":\"hold\"}"));
    change("releaseSlot(name: \"rare\", run: \"%s\", task: \"hold\") { used }".formatted(run));
  }

  private void addRuns(Map<String, Runnable> all) {
    all.put("createRun", () -> made(""));
    all.put("cancelRun", () -> change("cancelRun(id: \"%s\") { id }".formatted(made(""))));
    all.put("pauseRun", () -> change("pauseRun(id: \"%s\") { id }".formatted(made(""))));
    all.put(
        "resumeRun",
        () -> {
          String run = made("");
          change("pauseRun(id: \"%s\") { id }".formatted(run));
          change("resumeRun(id: \"%s\") { id }".formatted(run));
        });
    all.put(
        "approve",
        () -> {
          EngineRun<String> run = engine.start(SomeFlows.release());
          await().until(() -> !run.paused().isEmpty());
          change("approve(run: \"%s\", task: \"approval\") { state }".formatted(run.id()));
        });
    all.put(
        "setRunState",
        () ->
            change(
                "setRunState(run: \"%s\", state: Failed, why: \"wrong\") { id }"
                    .formatted(ended())));
    all.put(
        "restartRun",
        () -> {
          String run = made("");
          change("cancelRun(id: \"%s\") { id }".formatted(run));
          change("restartRun(run: \"%s\", from: \"all\") { id }".formatted(run));
        });
    all.put("pinRun", () -> change("pinRun(id: \"%s\") { id }".formatted(ended())));
    all.put(
        "unpinRun",
        () -> {
          RunId run = ended();
          change("pinRun(id: \"%s\") { id }".formatted(run));
          change("unpinRun(id: \"%s\") { id }".formatted(run));
        });
    all.put("deleteRun", () -> change("deleteRun(id: \"%s\")".formatted(ended())));
    all.put(
        "setTaskRunState",
        () -> {
          EngineRun<String> run = engine.start(SomeFlows.holding(let));
          await()
              .until(() ->
                  server
                      .query(
                          "{ taskRun(run: \"%s\", node: \"hold\") { state } }".formatted(run.id()))
                      .toString()
                      .contains("Running"));
          change(
              "setTaskRunState(run: \"%s\", task: \"hold\", state: Skipped, why: \"no\") { state }"
                  .formatted(run.id()));
        });
    all.put("deleteResults", () -> change("deleteResults(run: \"%s\")".formatted(ended())));
  }

  private RunId ended() {
    return engine.run(SomeFlows.greeting()).id();
  }

  private void addManyRuns(Map<String, Runnable> all) {
    all.put(
        "cancelRuns",
        () -> {
          made(", name: \"many\"");
          made(", name: \"many\"");
          change("cancelRuns(where: {name: {_eq: \"many\"}}, expect: 2) { accepted }");
        });
    all.put(
        "restartRuns",
        () ->
            change(
                "restartRuns(where: {name: {_eq: \"many\"}}, expect: 2, from: \"all\") { accepted }"));
    all.put(
        "deleteRuns",
        () ->
            change(
                "deleteRuns(where: {name: {_eq: \"many\"}, state: {_eq: Cancelled}}, expect: 2) { accepted }"));
    all.put(
        "pruneRuns",
        () -> {
          RunId _ = ended();
          change("pruneRuns(flow: \"greeting\", keep: 0, expect: 100) { deleted }");
        });
  }

  private void addSchedules(Map<String, Runnable> all) {
    all.put("addSchedule", this::schedule);
    all.put(
        "updateSchedule",
        () ->
            change(
                "updateSchedule(schedule: \"%s\", cron: \"0 4 * * *\") { id }"
                    .formatted(schedule())));
    all.put(
        "deleteSchedule", () -> change("deleteSchedule(schedule: \"%s\")".formatted(schedule())));
    all.put(
        "runScheduleNow",
        () -> {
          change("archiveFlow(flow: \"letters\", archived: false) { name }");
          change("runScheduleNow(schedule: \"%s\") { id }".formatted(schedule()));
        });
    all.put(
        "pauseSchedule",
        () ->
            change("pauseSchedule(schedule: \"%s\", why: \"rest\") { id }".formatted(schedule())));
    all.put(
        "resumeSchedule",
        () -> {
          String id = schedule();
          change("pauseSchedule(schedule: \"%s\") { id }".formatted(id));
          change("resumeSchedule(schedule: \"%s\") { id }".formatted(id));
        });
    all.put(
        "skipOccurrence",
        () ->
            change(
                "skipOccurrence(schedule: \"%s\", at: \"%s\") { id }"
                    .formatted(schedule(), next())));
    all.put(
        "unskipOccurrence",
        () -> {
          String id = schedule();
          change("skipOccurrence(schedule: \"%s\", at: \"%s\") { id }".formatted(id, next()));
          change("unskipOccurrence(schedule: \"%s\", at: \"%s\") { id }".formatted(id, next()));
        });
  }

  private String next() {
    return server
        .query("{ upcoming(flow: \"letters\", first: 1) { at } }")
        .at("/upcoming/0/at")
        .asString();
  }

  @Test
  void each_change_of_the_schema_leaves_a_row_that_tells_what_it_changed() {
    Map<String, Runnable> all = changes();
    assertThat(all.keySet()).containsExactlyInAnyOrderElementsOf(mutations().keySet());
    // What neither has facts of its own nor is one thing.
    Set<String> plain = Set.of("cancelRuns", "restartRuns", "deleteRuns", "pruneRuns");
    all.forEach((name, change) -> {
      change.run();
      List<JsonNode> rows = rowsOf(name);
      assertThat(rows).as(name).isNotEmpty();
      for (JsonNode row : rows) {
        assertThat(row.path("outcome").asString()).as("%s", row).isEqualTo("DONE");
        assertThat(row.path("actor").asString()).isEqualTo("administrator");
        assertThat(row.path("actorKind").asString()).isEqualTo("ADMINISTRATOR_KEY");
        assertThat(row.path("address").asString()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
      }
      JsonNode row = rows.getFirst();
      if (!plain.contains(name)) {
        assertThat(row.path("target").asString()).as("%s", row).isNotEmpty();
        assertThat(row.path("before")).as("%s", row).isNotEqualTo(row.path("after"));
      } else {
        assertThat(row.path("message").asString()).as("%s", row).contains("runs were");
        assertThat(rows.size()).as("%s", rows).isGreaterThan(1);
        assertThat(rows.getLast().path("targetKind").asString()).isEqualTo("RUN");
        assertThat(rows.stream().map(each -> each.path("request").asString()).distinct())
            .hasSize(1);
      }
    });
    isWhole();
  }

  @Test
  void each_change_of_the_schema_that_is_refused_leaves_a_row() {
    String viewer = key("watcher", Role.VIEWER);
    mutations()
        .forEach((name, field) -> {
          time.set(time.get().plus(Duration.ofMinutes(2)));
          HttpResponse<String> answer = send(viewer, operation(field));
          assertThat(answer.body()).contains("FORBIDDEN");
          JsonNode row = rowsOf(name).getFirst();
          assertThat(row.path("outcome").asString()).isEqualTo("REFUSED");
          assertThat(row.path("code").asString()).isEqualTo("FORBIDDEN");
          assertThat(row.path("target").asString().isEmpty())
              .as("%s", row)
              .isEqualTo(
                  List.of("createRun", "cancelRuns", "restartRuns", "deleteRuns", "pruneRuns")
                      .contains(name));
          assertThat(row.path("actor").asString()).isEqualTo("watcher");
          assertThat(row.path("actorKind").asString()).isEqualTo("KEY");
        });
    isWhole();
  }

  private String key(String name, Role role) {
    return server
        .query("mutation { createKey(name: \"%s\", role: %s) { secret } }".formatted(name, role))
        .at("/createKey/secret")
        .asString();
  }

  private static String operation(FieldDefinition field) {
    String arguments =
        field.getInputValueDefinitions().stream()
            .filter(each -> each.getType() instanceof NonNullType)
            .map(AuditTest::argument)
            .collect(Collectors.joining(", "));
    boolean leaf =
        !SCHEMA
            .getTypesMap(ObjectTypeDefinition.class)
            .containsKey(field.getType().toString().replaceAll("(?s).*name='(\\w+)'.*", "$1"));
    return "mutation { %s(%s)%s }"
        .formatted(field.getName(), arguments, leaf ? "" : " { __typename }");
  }

  private static String argument(InputValueDefinition argument) {
    String type = argument.getType().toString().replaceAll("(?s).*name='(\\w+)'.*", "$1");
    String value =
        switch (type) {
          case "Int" -> "1";
          case "DateTime" -> "\"2026-01-01T00:00:00Z\"";
          case "StateName" -> "Success";
          case "Role" -> "VIEWER";
          case "RunFilter" -> "{name: {_eq: \"none\"}}";
          default -> "\"x\"";
        };
    return argument.getName() + ": " + value;
  }

  private HttpResponse<String> send(String key, String query) {
    return server.send(
        HttpRequest.newBuilder(URI.create(server.server.url() + "/graphql"))
            .header("Authorization", "Bearer " + key)
            .header("X-Forwarded-For", "203.0.113.9")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    JsonMapper.shared().writeValueAsString(Map.of("query", query))))
            .build());
  }

  @Test
  void a_row_tells_what_something_was_and_became() {
    change("setLimit(name: \"db\", n: 3) { n }");
    change("setLimit(name: \"db\", n: 5) { n }");
    JsonNode row = rowsOf("setLimit").getFirst();
    assertThat(row.at("/before/n").asInt()).isEqualTo(3);
    assertThat(row.at("/after/n").asInt()).isEqualTo(5);
    assertThat(row.path("targetKind").asString()).isEqualTo("LIMIT");
    assertThat(row.path("target").asString()).isEqualTo("tag db");
    assertThat(row.path("arguments").toString())
        .isEqualTo("{\"n\":5,\"name\":\"db\",\"scope\":\"TAG\"}");
    String run = made(", parameters: {}, labels: {team: \"a\"}");
    JsonNode created = only("createRun");
    assertThat(created.path("target").asString()).isEqualTo(run);
    assertThat(created.at("/after/state").asString()).isEqualTo("Queued");
    assertThat(created.path("project").asString()).isEqualTo("default");
    change("cancelRun(id: \"%s\", why: \"late\") { id }".formatted(run.substring(0, 30)));
    JsonNode cancelled = only("cancelRun");
    assertThat(cancelled.path("target").asString()).isEqualTo(run);
    assertThat(cancelled.at("/before/state").asString()).isEqualTo("Queued");
    assertThat(cancelled.at("/after/state").asString()).isEqualTo("Cancelled");
  }

  @Test
  void a_change_that_is_refused_by_itself_is_recorded_with_its_code_and_one_without_effect_too() {
    assertThat(server.code("mutation { cancelRun(id: \"00000000\") { id } }"))
        .isEqualTo("NOT_FOUND");
    JsonNode refused = only("cancelRun");
    assertThat(refused.path("outcome").asString()).isEqualTo("REFUSED");
    assertThat(refused.path("code").asString()).isEqualTo("NOT_FOUND");
    assertThat(refused.path("message").asString()).contains("00000000");
    String first = made(", idempotencyKey: \"k\"");
    assertThat(made(", idempotencyKey: \"k\"")).isEqualTo(first);
    List<JsonNode> both = rowsOf("createRun");
    assertThat(both).hasSize(2);
    assertThat(both.getFirst().path("after").isNull()).isTrue();
    assertThat(both.getLast().path("target").asString()).isEqualTo(first);
  }

  @Test
  void what_is_refused_without_a_key_is_recorded_with_the_address_of_the_connection() {
    assertThat(send("nonsense", "{ server { version } }").statusCode()).isEqualTo(401);
    JsonNode row = rows("{\"code\": {\"_eq\": \"UNAUTHENTICATED\"}}").getFirst();
    assertThat(row.path("actor").asString()).isEmpty();
    assertThat(row.path("actorKind").asString()).isEqualTo("UNKNOWN");
    assertThat(row.path("address").asString()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(row.path("action").asString()).isEqualTo("POST /graphql");
    String operator = key("op", Role.OPERATOR);
    assertThat(send(operator, "{ audit { count { n } } }").body()).contains("FORBIDDEN");
    assertThat(only("audit").path("actor").asString()).isEqualTo("op");
    String worker = key("w", Role.WORKER);
    assertThat(send(worker, "{ server { version } }").statusCode()).isEqualTo(403);
    assertThat(rows("{\"actor\": {\"_eq\": \"w\"}}").getFirst().path("message").asString())
        .contains("needs the role viewer");
  }

  @Test
  void a_flood_of_refusals_is_counted_and_does_not_fill_the_log() {
    for (int i = 0; i < 200; i++) {
      assertThat(send("wrong-" + i, "{ server { version } }").statusCode()).isEqualTo(401);
    }
    assertThat(rows("{\"code\": {\"_eq\": \"UNAUTHENTICATED\"}}")).hasSize(5);
    time.set(time.get().plus(Duration.ofSeconds(61)));
    assertThat(send("wrong", "{ server { version } }").statusCode()).isEqualTo(401);
    JsonNode counted = only("refusals");
    assertThat(counted.at("/arguments/refused").asInt()).isEqualTo(195);
    assertThat(counted.path("code").asString()).isEqualTo("UNAUTHENTICATED");
    assertThat(counted.path("message").asString()).contains("195 more requests were refused");
    assertThat(rows("{\"code\": {\"_eq\": \"UNAUTHENTICATED\"}}")).hasSize(7);
  }

  @Test
  void no_secret_stands_in_a_row() {
    String secret = key("ci", Role.OPERATOR);
    assertThat(send(secret, "{ audit { count { n } } }").body()).contains("FORBIDDEN");
    assertThat(rows("{}").toString()).doesNotContain(secret, secret.substring(8), server.key);
    // An argument that nobody listed might be one.
    ChangeRules.Rule rule = ChangeRules.of("setLimit");
    assertThat(rule.recorded(Map.of("n", 1, "password", "hunter2")).toString())
        .isEqualTo("{\"n\":1,\"password\":\"(not recorded)\"}");
    ChangeRules.all()
        .forEach((name, each) -> {
          FieldDefinition field = mutations().get(name);
          assertThat(field).as(name).isNotNull();
          assertThat(field.getInputValueDefinitions().stream().map(InputValueDefinition::getName))
              .as(name)
              .containsAll(each.arguments());
        });
  }

  @Test
  void what_is_too_long_is_cut_and_says_so() {
    change("pauseRun(id: \"%s\", why: \"%s\") { id }".formatted(made(""), "x".repeat(5_000)));
    JsonNode row = only("pauseRun");
    assertThat(row.at("/arguments/why/length").asInt()).isEqualTo(5_000);
    assertThat(row.at("/arguments/why/cut").asString()).isEqualTo("x".repeat(200));
    assertThat(row.toString().length()).isLessThan(9_000);
  }

  @Test
  void a_registration_is_recorded_with_the_versions_before_and_after() {
    ObjectNode body = JsonMapper.shared().createObjectNode().put("project", "default");
    body.putObject("package").put("kind", "SERVED").put("release", 0).putArray("files");
    body.putObject("flows").put("greeting", SomeFlows.greeting().spec().json());
    HttpResponse<String> answer =
        server.post("/api/packages/uploads/registration", body.toString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode row = only("register");
    assertThat(row.path("target").asString()).isEqualTo("default greeting");
    assertThat(row.path("before").isNull()).isTrue();
    assertThat(row.at("/after/greeting/version").asInt()).isEqualTo(1);
    assertThat(row.at("/arguments/flows/0").asString()).isEqualTo("greeting");
  }

  @Test
  void the_log_is_a_list_like_others_and_its_head_is_verified() {
    for (int i = 1; i <= 5; i++) {
      change("setLimit(name: \"db\", n: %d) { n }".formatted(i));
    }
    String head =
        server.query("{ auditVerification { head } }").at("/auditVerification/head").asString();
    JsonNode page =
        server
            .query(
                "{ audit(first: 2) { nodes { sequence } pageInfo { hasNextPage } count { n } } }")
            .path("audit");
    assertThat(page.toString())
        .isEqualTo(
            "{\"nodes\":[{\"sequence\":5},{\"sequence\":4}],\"pageInfo\":{\"hasNextPage\":true},\"count\":{\"n\":5}}");
    String verify =
        "query ($h: String) { auditVerification(head: $h) { whole broken { problem } } }";
    assertThat(server.query(verify, Map.of("h", head)).at("/auditVerification/whole").asBoolean())
        .isTrue();
    String wrong = head.replaceFirst("^5:", "9:");
    assertThat(
            server
                .query(verify, Map.of("h", wrong))
                .at("/auditVerification/broken/problem")
                .asString())
        .contains("row 6 is missing");
    assertThat(server.code("{ auditVerification(head: \"x\") { whole } }"))
        .isEqualTo("BAD_REQUEST");
    List<String> names = new ArrayList<>(mutations().keySet());
    assertThat(names).noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("audit"));
  }
}
