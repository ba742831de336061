package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.server.audit.ChangeRules;
import dev.praetor.store.access.Role;
import graphql.language.FieldDefinition;
import graphql.language.InputValueDefinition;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The audit log of a server: its rows about changes and refusals, and its verification. */
@ParameterizedClass
@EnumSource
class AuditTest extends AuditTestBase {
  AuditTest(Stores kind) {
    super(kind);
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
  void what_is_refused_to_a_key_that_is_not_accepted_any_more_is_recorded_under_its_name() {
    String old = key("old", Role.OPERATOR);
    change("revokeKey(id: \"old\") { id }");
    assertThat(send(old, "{ server { version } }").statusCode()).isEqualTo(401);
    JsonNode row = rows("{\"actor\": {\"_eq\": \"old\"}}").getFirst();
    assertThat(row.path("actorKind").asString()).isEqualTo("KEY");
    assertThat(row.path("code").asString()).isEqualTo("UNAUTHENTICATED");
    assertThat(row.path("message").asString()).contains("'old' was revoked");
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
