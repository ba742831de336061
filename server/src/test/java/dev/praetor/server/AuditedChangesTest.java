package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.Task;
import dev.praetor.embedded.EngineRun;
import dev.praetor.store.RunStore;
import dev.praetor.store.access.Role;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.worker.NewWorker;
import graphql.language.FieldDefinition;
import graphql.language.InputValueDefinition;
import graphql.language.NonNullType;
import graphql.language.ObjectTypeDefinition;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Each change of the schema leaves a row in the audit log, and so does each that is refused. */
@ParameterizedClass
@EnumSource
class AuditedChangesTest extends AuditTestBase {
  AuditedChangesTest(Stores kind) {
    super(kind);
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
    all.put("createProject", () -> change("createProject(name: \"acme\") { name }"));
    addUsers(all);
    addSecrets(all);
    addVariables(all);
    return all;
  }

  private void addSecrets(Map<String, Runnable> all) {
    all.put(
        "setSecret",
        () ->
            server.query(
                "mutation ($value: SecretText!) { setSecret(name: \"TOKEN\", value: $value) { version } }",
                Map.of("value", "kept-out-of-rows")));
    all.put("grantSecret", () -> change("grantSecret(name: \"TOKEN\", flow: \"f\") { name }"));
    all.put(
        "revokeSecretGrant",
        () -> change("revokeSecretGrant(name: \"TOKEN\", flow: \"f\") { name }"));
    all.put("rotateSecrets", () -> change("rotateSecrets { keys }"));
    all.put("deleteSecret", () -> change("deleteSecret(name: \"TOKEN\")"));
  }

  private void addVariables(Map<String, Runnable> all) {
    all.put(
        "setVariable", () -> change("setVariable(name: \"CHANNEL\", value: \"#one\") { name }"));
    all.put("deleteVariable", () -> change("deleteVariable(name: \"CHANNEL\")"));
  }

  @Test
  void the_row_of_a_variable_tells_its_value_before_and_after_which_is_cut_if_it_is_long() {
    change("setVariable(name: \"CHANNEL\", value: \"#one\") { name }");
    change("setVariable(name: \"CHANNEL\", value: \"%s\") { name }".formatted("#".repeat(60_000)));
    JsonNode row = rowsOf("setVariable").getFirst();
    assertThat(row.path("project").asString()).isEqualTo("default");
    assertThat(row.path("target").asString()).isEqualTo("default CHANNEL");
    assertThat(row.path("targetKind").asString()).isEqualTo("VARIABLE");
    assertThat(row.at("/before/value").asString()).isEqualTo("#one");
    assertThat(row.at("/before/setBy").asString()).isEqualTo("administrator");
    assertThat(row.at("/arguments/value/length").asInt()).isEqualTo(60_000);
    assertThat(row.at("/arguments/value/cut").asString()).matches("#{200}");
    assertThat(row.at("/after/version").asInt()).isEqualTo(2);
    assertThat(row.at("/after/value/length").asInt()).isEqualTo(60_000);
    assertThat(row.toString()).hasSizeLessThan(10_000);
    isWhole();
  }

  private void addUsers(Map<String, Runnable> all) {
    all.put("createUser", () -> change("createUser(name: \"ann\", role: VIEWER) { link }"));
    all.put(
        "createUserLink",
        () -> {
          time.set(time.get().plus(Duration.ofMinutes(2)));
          change("createUserLink(id: \"ann\") { link }");
        });
    all.put("setRole", () -> change("setRole(id: \"ann\", role: OPERATOR) { id }"));
    all.put("removeRole", () -> change("removeRole(id: \"ann\") { id }"));
    all.put("disableUser", () -> change("disableUser(id: \"ann\") { id }"));
    all.put("enableUser", () -> change("enableUser(id: \"ann\") { id }"));
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
                "updateSchedule(schedule: \"%s\", cron: \"0 3 * * 1\") { id }"
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

  private static String operation(FieldDefinition field) {
    String arguments =
        field.getInputValueDefinitions().stream()
            .filter(each -> each.getType() instanceof NonNullType)
            .map(AuditedChangesTest::argument)
            .collect(Collectors.joining(", "));
    boolean leaf =
        !SCHEMA
            .getTypesMap(ObjectTypeDefinition.class)
            .containsKey(field.getType().toString().replaceAll("(?s).*name='(\\w+)'.*", "$1"));
    return "mutation%s { %s(%s)%s }"
        .formatted(
            arguments.contains("$secret") ? " ($secret: SecretText!)" : "",
            field.getName(),
            arguments,
            leaf ? "" : " { __typename }");
  }

  private static String argument(InputValueDefinition argument) {
    String type = argument.getType().toString().replaceAll("(?s).*name='(\\w+)'.*", "$1");
    String value =
        switch (type) {
          case "Int" -> "1";
          case "DateTime" -> "\"2026-01-01T00:00:00Z\"";
          case "StateName" -> "Success";
          case "Role" -> "VIEWER";
          case "SecretText" -> "$secret";
          case "RunFilter" -> "{name: {_eq: \"none\"}}";
          default -> "\"x\"";
        };
    return argument.getName() + ": " + value;
  }
}
