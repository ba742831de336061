package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Users from the shell. */
class UsersCommandTest extends CommandsOnServer {
  /** Sets a password with a link, as the page does. */
  private void setPassword(String link) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(server.url() + "/api/password"))
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"token\":\"%s\",\"password\":\"a long password\"}"
                              .formatted(link.replaceFirst(".*#setup=", ""))))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
  }

  @Test
  void a_link_is_printed_alone_and_the_person_sets_a_password_with_it() throws Exception {
    assertThat(onServer("users", "list")).isZero();
    assertThat(out.toString()).startsWith("No users. Add one with praetor users add");
    assertThat(onServer("users", "add", "ann", "--role", "operator")).as("%s", err).isZero();
    String link = out.toString().strip();
    assertThat(link).startsWith(server.url() + "/login#setup=");
    assertThat(err.toString()).contains("With this link ann sets a password, once, until ");
    assertThat(onServer("users", "list")).isZero();
    assertThat(out.toString())
        .matches(
            "(?s)ann  operator +without a password, added .* by administrator, never logged in\\R");
    setPassword(link);
    assertThat(onServer("users", "link", "ann", "--json")).as("%s", err).isZero();
    JsonNode again = JsonMapper.shared().readTree(out.toString());
    assertThat(again.path("state").asString()).isEqualTo("ACTIVE");
    assertThat(again.path("link").asString()).contains("/login#setup=").isNotEqualTo(link);
    setPassword(again.path("link").asString());
  }

  @Test
  void a_user_gets_another_role_and_is_disabled_and_enabled() {
    assertThat(onServer("users", "add", "ann", "--role", "viewer")).as("%s", err).isZero();
    assertThat(onServer("users", "role", "ann", "author")).as("%s", err).isZero();
    assertThat(out.toString())
        .isEqualToIgnoringNewLines(
            "user ann has the role author on the whole server; before: viewer");
    assertThat(onServer("users", "disable", "ann")).as("%s", err).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("user ann is disabled");
    assertThat(onServer("users", "list")).isZero();
    assertThat(out.toString()).startsWith("No users.");
    assertThat(onServer("users", "list", "--all")).isZero();
    assertThat(out.toString()).contains("disabled ").contains(" by administrator");
    assertThat(onServer("users", "link", "ann")).isNotZero();
    assertThat(err.toString()).contains("the user 'ann' is disabled");
    assertThat(onServer("users", "enable", "ann")).as("%s", err).isZero();
    assertThat(onServer("users", "list", "--json")).isZero();
    JsonNode all = JsonMapper.shared().readTree(out.toString());
    assertThat(all.path(0).path("state").asString()).isEqualTo("INVITED");
    assertThat(all.path(0).path("role").asString()).isEqualTo("AUTHOR");
  }

  @Test
  void mistakes_are_explained() {
    assertThat(onServer("users", "add", "ann")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--role");
    assertThat(onServer("users", "add", "Ann", "--role", "viewer")).isNotZero();
    assertThat(err.toString()).contains("small letters");
    assertThat(onServer("users", "disable", "nobody")).isNotZero();
    assertThat(err.toString()).contains("there is no user 'nobody'");
  }

  @Test
  void the_role_of_workers_is_not_offered() {
    for (String[] command :
        new String[][] {
          {"users", "add", "ann", "--role=worker"}, {"users", "role", "ann", "worker"}
        }) {
      assertThat(onServer(command)).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString())
          .contains("expected one of [VIEWER, OPERATOR, AUTHOR, ADMINISTRATOR")
          .doesNotContain("WORKER");
    }
  }

  @Test
  void the_list_has_columns_whatever_roles_users_have() {
    for (String project : List.of("acme", "staging")) {
      assertThat(onServer("projects", "add", project)).as("%s", err).isZero();
    }
    assertThat(onServer("users", "add", "ann", "--role=administrator")).isZero();
    assertThat(onServer("users", "add", "bo", "--role=viewer", "--project=acme")).isZero();
    assertThat(onServer("users", "role", "bo", "author", "--project=staging")).isZero();
    assertThat(onServer("users", "add", "christine", "--role=viewer")).isZero();
    assertThat(onServer("users", "list")).isZero();
    assertThat(out.toString().lines().toList())
        .hasSize(3)
        .satisfies(lines ->
            assertThat(lines.stream().map(line -> line.indexOf("without a password")).distinct())
                .hasSize(1)
                .allMatch(column -> column > 0));
  }

  @Test
  void a_user_has_roles_in_projects() {
    for (String project : List.of("acme", "staging")) {
      assertThat(onServer("projects", "add", project)).as("%s", err).isZero();
    }
    assertThat(onServer("users", "add", "bo", "--role", "viewer", "--project", "acme"))
        .as("%s", err)
        .isZero();
    assertThat(onServer("users", "role", "bo", "author", "--project", "staging")).isZero();
    assertThat(out.toString())
        .isEqualToIgnoringNewLines("user bo has the role author in the project staging");
    assertThat(onServer("users", "list")).isZero();
    assertThat(out.toString()).startsWith("bo  viewer in acme, author in staging  without");
    assertThat(onServer("users", "role", "bo", "none", "--project", "acme")).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("user bo has no role in the project acme");
    assertThat(onServer("users", "list", "--json")).isZero();
    JsonNode all = JsonMapper.shared().readTree(out.toString());
    assertThat(all.path(0).path("role").isNull()).isTrue();
    assertThat(all.path(0).path("projects").toString()).isEqualTo("{\"staging\":\"AUTHOR\"}");
    assertThat(onServer("users", "role", "bo", "none")).isNotZero();
    assertThat(err.toString()).contains("'bo' has no role on the whole server");
    assertThat(onServer("users", "role", "bo", "viewer", "--project", "none")).isNotZero();
    assertThat(err.toString()).contains("'none'");
    assertThat(onServer("users", "role", "bo", "operator")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("user bo has author in staging; give --project PROJECT", "or --all-projects");
    assertThat(onServer("users", "role", "bo", "operator", "--all-projects", "--project=acme"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(onServer("users", "list")).isZero();
    assertThat(out.toString()).startsWith("bo  author in staging");
    assertThat(onServer("users", "role", "bo", "operator", "--all-projects")).isZero();
    assertThat(out.toString())
        .isEqualToIgnoringNewLines(
            "user bo has the role operator on the whole server; before: author in staging");
    assertThat(onServer("users", "role", "bo", "author", "--project", "acme")).isNotZero();
    assertThat(err.toString())
        .contains("has the role operator on the whole server", "praetor users role bo none");
    assertThat(onServer("users", "role", "bo", "none")).isZero();
    assertThat(onServer("users", "list")).isZero();
    assertThat(out.toString()).startsWith("bo  no role");
  }

  @Test
  void a_service_account_acts_with_its_keys() throws Exception {
    assertThat(onServer("users", "add", "deploy", "--service", "--role", "operator"))
        .as("%s", err)
        .isZero();
    assertThat(out.toString())
        .isEqualToIgnoringNewLines(
            "user deploy is added; make a key for it: praetor keys create KEY --user deploy");
    assertThat(onServer("users", "list")).isZero();
    assertThat(out.toString()).contains("operator").contains(", a service account");
    assertThat(onServer("users", "link", "deploy")).isNotZero();
    assertThat(err.toString()).contains("'deploy' is a service account");
    assertThat(onServer("keys", "create", "ci", "--user", "deploy")).as("%s", err).isZero();
    assertThat(err.toString()).contains("the key 'ci' with the roles of the user deploy");
    Path file = home.resolve("ci.key");
    Files.writeString(file, out.toString());
    String[] pause = {
      "pools", "pause", "default", "--server=" + server.url(), "--key-file=" + file
    };
    assertThat(execute(pause)).as("%s", err).isZero();
    assertThat(onServer("audit", "list", "--actor", "deploy")).isZero();
    assertThat(out.toString()).contains("deploy:ci", "setPool");
    assertThat(onServer("users", "role", "deploy", "viewer")).isZero();
    assertThat(execute(pause)).isNotZero();
    assertThat(err.toString()).contains("the key 'ci' of the user 'deploy' has the role viewer");
    assertThat(onServer("users", "disable", "deploy")).isZero();
    assertThat(execute(pause)).isNotZero();
    assertThat(err.toString()).contains("the user 'deploy' of the key 'ci' is disabled");
    assertThat(onServer("keys", "list")).isZero();
    assertThat(out.toString()).matches("(?s)ci  of deploy +active, made .* by administrator.*");
  }
}
