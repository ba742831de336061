package dev.praetor.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.server.access.Permissions;
import dev.praetor.store.access.Role;
import graphql.language.FieldDefinition;
import graphql.language.InputValueDefinition;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A user with roles in several projects may do in each of them what the role there permits. */
@ParameterizedClass
@EnumSource
@Tag("database")
class MembersTest extends TwoProjects {
  private static final List<Role> ROLES =
      List.of(Role.VIEWER, Role.OPERATOR, Role.AUTHOR, Role.ADMINISTRATOR);

  /** The arguments by which a change names something that belongs to a project. */
  private static final Set<String> NAMING = Set.of("id", "run", "flow", "schedule", "project");

  private static final Set<String> OF_MANY = Set.of("cancelRuns", "restartRuns", "deleteRuns");

  MembersTest(Stores kind) {
    super(kind);
  }

  /** Makes a user with these roles, and returns a key of the user. */
  private String member(String name, Map<String, Role> roles) {
    String first = roles.keySet().iterator().next();
    server.query(
        "mutation { createUser(name: \"%s\", service: true, role: VIEWER, project: \"%s\") { link } }"
            .formatted(name, first));
    roles.forEach((project, role) ->
        server.query(
            "mutation { setRole(id: \"%s\", role: %s, project: \"%s\") { id } }"
                .formatted(name, role, project)));
    return server
        .query(
            "mutation { createKey(name: \"of %1$s\", user: \"%1$s\") { secret } }".formatted(name))
        .at("/createKey/secret")
        .asString();
  }

  private static String code(JsonNode answer) {
    return answer.at("/errors/0/extensions/code").asString("");
  }

  private static boolean namesSomething(FieldDefinition field) {
    return field.getInputValueDefinitions().stream()
        .map(InputValueDefinition::getName)
        .anyMatch(NAMING::contains);
  }

  /** Returns values that name things of a project. */
  private static Map<String, String> values(String project, String run, String schedule) {
    Map<String, String> values = new HashMap<>();
    values.put("id", run);
    values.put("run", run);
    values.put("flow", project + "/" + (project.equals(MARK) ? "labmark-flow" : "plain"));
    values.put("schedule", schedule);
    values.put("project", project);
    values.put("task", "one");
    values.replaceAll((_, text) -> "\"" + text + "\"");
    values.put("role", "VIEWER");
    return values;
  }

  /** Returns the changes that name something of a project. */
  private static List<FieldDefinition> ofProjects() {
    return ProjectWalls.fields("Mutation").stream()
        .filter(field -> !Permissions.isOfServer("Mutation." + field.getName()))
        .filter(field -> !OF_MANY.contains(field.getName()))
        .filter(MembersTest::namesSomething)
        .toList();
  }

  private JsonNode change(String key, FieldDefinition field, Map<String, String> values) {
    if (!field.getName().equals("setSecret")) {
      return ask(key, new ProjectWalls(values).operation("mutation", field));
    }
    String query =
        "mutation ($value: SecretText!) { setSecret(name: \"TOKEN\", value: $value, project: %s) { name } }"
            .formatted(values.get("project"));
    return TestServer.json(
        send(
            key,
            "POST",
            "/graphql",
            JsonMapper.shared()
                .writeValueAsString(Map.of("query", query, "variables", Map.of("value", "v")))));
  }

  @Test
  void each_change_needs_its_role_in_the_project_of_its_target() throws Exception {
    String own = made("createRun(flow: \"plain\", project: \"acme\")");
    String ownSchedule =
        server
            .query("mutation { addSchedule(flow: \"acme/plain\", every: \"P800D\") { id } }")
            .at("/addSchedule/id")
            .asString();
    Map<Role, String> keys = new EnumMap<>(Role.class);
    for (Role role : ROLES) {
      keys.put(role, member("m-" + role.label(), Map.of("acme", role, MARK, Role.VIEWER)));
    }
    Map<String, List<String>> before = written();
    assertThat(ofProjects()).hasSizeGreaterThan(25);
    for (FieldDefinition field : ofProjects()) {
      String name = "Mutation." + field.getName();
      Role needed = Permissions.needed(name);
      boolean isKey = field.getName().equals("revokeKey");
      keys.forEach((role, key) -> {
        JsonNode inOwn = change(key, field, values("acme", own, ownSchedule));
        assertThat(code(inOwn).equals("FORBIDDEN"))
            .as("%s by %s: %s", name, role, inOwn)
            .isEqualTo(!role.includes(needed));
        JsonNode inOther = change(key, field, values(MARK, waiting, schedule));
        assertThat(code(inOther))
            .as("%s by %s elsewhere: %s", name, role, inOther)
            .isEqualTo(isKey && role.includes(needed) ? "NOT_FOUND" : "FORBIDDEN");
        if (role.includes(needed) && !isKey) {
          assertThat(inOther.at("/errors/0/message").asString())
              .isEqualTo(
                  "%s needs the role %s in the project 'labmark', and the key 'of m-%s' of the user"
                      + " 'm-%3$s' has the role viewer there",
                  field.getName(), needed.label(), role.label());
        }
      });
    }
    assertThat(written()).isEqualTo(before);
  }

  @Test
  void what_concerns_the_whole_server_is_refused() {
    String key = member("bo", Map.of("acme", Role.ADMINISTRATOR, MARK, Role.ADMINISTRATOR));
    for (String root : List.of("Query", "Mutation", "Subscription")) {
      for (FieldDefinition field : ProjectWalls.fields(root)) {
        String name = root + "." + field.getName();
        if (Permissions.isOfServer(name) && !root.equals("Subscription")) {
          JsonNode answer = ask(key, walls().operation(root.toLowerCase(Locale.ROOT), field));
          assertThat(code(answer)).as("%s: %s", name, answer).isEqualTo("FORBIDDEN");
          assertThat(answer.at("/errors/0/message").asString())
              .endsWith("is limited to single projects");
        }
      }
    }
    assertThat(send(key, "GET", "/metrics", "").statusCode()).isEqualTo(403);
    assertThat(
            code(ask(key, "mutation { rotateSecrets(project: \"acme\", master: true) { keys } }")))
        .isEqualTo("FORBIDDEN");
  }

  @Test
  void the_things_of_all_projects_with_a_role_are_seen_and_of_no_other() {
    server.query("mutation { createProject(name: \"more\") { name } }");
    String key = member("bo", Map.of("acme", Role.AUTHOR, MARK, Role.VIEWER));
    JsonNode data =
        ask(
                key,
                """
                { projects { nodes { name } count { n } }
                  flows(orderBy: [{field: project}]) { nodes { key } }
                  runs { count { n } }
                  waiting: run(id: "%s") { id }
                  runsAggregate(groupBy: [{field: project}]) { key count } }\
                """
                    .formatted(waiting))
            .path("data");
    assertThat(data.path("projects").toString())
        .isEqualTo("{\"nodes\":[{\"name\":\"acme\"},{\"name\":\"labmark\"}],\"count\":{\"n\":2}}");
    assertThat(data.path("flows").path("nodes").toString())
        .isEqualTo("[{\"key\":\"acme/plain\"},{\"key\":\"labmark/labmark-flow\"}]");
    assertThat(data.at("/runs/count/n").asInt()).isEqualTo(3);
    assertThat(data.at("/waiting/id").asString()).isEqualTo(waiting);
    assertThat(data.path("runsAggregate").toString())
        .contains("{\"key\":{\"project\":\"acme\"},\"count\":1}")
        .contains("{\"key\":{\"project\":\"labmark\"},\"count\":2}");
    walk(member("cy", Map.of("acme", Role.ADMINISTRATOR, "more", Role.VIEWER)));
  }

  @Test
  void a_question_for_administrators_is_answered_for_the_projects_of_which_one_is() {
    server.query(
        "mutation { createKey(name: \"k\", role: VIEWER, project: \"acme\") { key { id } } }");
    String key = member("bo", Map.of("acme", Role.ADMINISTRATOR, MARK, Role.AUTHOR));
    JsonNode keys = ask(key, "{ keys { nodes { name } count { n } } }").at("/data/keys");
    assertThat(keys.toString()).isEqualTo("{\"nodes\":[{\"name\":\"k\"}],\"count\":{\"n\":1}}");
    for (String refused : List.of("labmark-key", "of bo")) {
      assertThat(code(ask(key, "mutation { revokeKey(id: \"%s\") { id } }".formatted(refused))))
          .isEqualTo("NOT_FOUND");
    }
    assertThat(code(ask(key, "mutation { createKey(name: \"x\", user: \"bo\") { secret } }")))
        .isEqualTo("FORBIDDEN");
    assertThat(code(ask(key, "mutation { createKey(name: \"x\", role: VIEWER) { secret } }")))
        .isEqualTo("FORBIDDEN");
  }

  @Test
  void of_many_runs_those_of_a_project_with_a_lower_role_are_refused() throws Exception {
    String key = member("bo", Map.of("acme", Role.OPERATOR, MARK, Role.VIEWER));
    Map<String, List<String>> before = written();
    JsonNode done =
        ask(
                key,
                """
                mutation { cancelRuns(where: {state: {_eq: Queued}}, expect: 2) {
                  matched accepted refused results { run accepted code why } } }\
                """)
            .at("/data/cancelRuns");
    assertThat(done.path("matched").asInt()).isEqualTo(2);
    assertThat(done.path("accepted").asInt()).isEqualTo(1);
    JsonNode refused = done.at("/results/0");
    assertThat(refused.path("run").asString()).isEqualTo(waiting);
    assertThat(refused.path("code").asString()).isEqualTo("FORBIDDEN");
    assertThat(refused.path("why").asString()).contains("in the project 'labmark'");
    assertThat(written()).isEqualTo(before);
  }

  @Test
  void a_role_that_is_given_or_taken_away_counts_from_the_next_request_on() {
    String key = member("bo", Map.of("acme", Role.OPERATOR));
    String create = "mutation { createRun(flow: \"acme/plain\") { id } }";
    String other = "{ run(id: \"" + waiting + "\") { id } }";
    assertThat(code(ask(key, create))).isEmpty();
    assertThat(ask(key, other).at("/data/run").isNull()).isTrue();
    server.query("mutation { setRole(id: \"bo\", role: VIEWER, project: \"labmark\") { id } }");
    assertThat(ask(key, other).at("/data/run/id").asString()).isEqualTo(waiting);
    server.query("mutation { removeRole(id: \"bo\", project: \"acme\") { id } }");
    assertThat(code(ask(key, create))).isEqualTo("FORBIDDEN");
    server.query("mutation { setRole(id: \"bo\", role: OPERATOR) { id } }");
    assertThat(code(ask(key, create))).isEmpty();
    JsonNode user = server.query("{ users { nodes { name role service projects { role } } } }");
    assertThat(user.at("/users/nodes/0").toString())
        .isEqualTo("{\"name\":\"bo\",\"role\":\"OPERATOR\",\"service\":true,\"projects\":[]}");
    server.query("mutation { removeRole(id: \"bo\") { id } }");
    assertThat(send(key, "POST", "/graphql", "{}").body()).contains("bo' has no role");
    assertThat(
            server.code("mutation { setRole(id: \"bo\", role: VIEWER, project: \"none\") { id } }"))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void what_is_done_with_the_key_of_a_user_is_recorded_as_both() {
    String key = member("bo", Map.of("acme", Role.OPERATOR));
    String made =
        ask(key, "mutation { createRun(flow: \"acme/plain\") { id createdBy } }")
            .at("/data/createRun")
            .toString();
    assertThat(made).contains("\"bo:of bo\"");
    JsonNode rows =
        server.query(
            "{ audit(where: {actor: {_eq: \"bo:of bo\"}}) { nodes { action actorKind } } }");
    assertThat(rows.at("/audit/nodes").toString())
        .isEqualTo("[{\"action\":\"createRun\",\"actorKind\":\"KEY\"}]");
    assertThat(
            server
                .query("{ keys(where: {user: {_eq: \"bo\"}}) { nodes { user role } } }")
                .toString())
        .contains("{\"user\":\"bo\",\"role\":null}");
  }

  @Test
  void the_key_of_a_disabled_user_is_refused_until_the_user_is_enabled() {
    String key = member("bo", Map.of("acme", Role.VIEWER));
    server.query("mutation { disableUser(id: \"bo\") { id } }");
    assertThat(send(key, "POST", "/graphql", "{}").statusCode()).isEqualTo(401);
    assertThat(send(key, "POST", "/graphql", "{}").body())
        .contains("the user 'bo' of the key 'of bo' is disabled");
    assertThat(server.code("mutation { createKey(name: \"x\", user: \"bo\") { secret } }"))
        .isEqualTo("CONFLICT");
    server.query("mutation { enableUser(id: \"bo\") { id } }");
    assertThat(code(ask(key, "{ projects { nodes { name } } }"))).isEmpty();
    for (String wrong :
        List.of("", ", user: \"bo\", role: VIEWER", ", user: \"bo\", project: \"acme\"")) {
      assertThat(server.code("mutation { createKey(name: \"x\"%s) { secret } }".formatted(wrong)))
          .isEqualTo("BAD_REQUEST");
    }
  }
}
