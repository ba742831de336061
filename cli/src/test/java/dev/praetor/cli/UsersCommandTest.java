package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.store.model.StoreLocation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Users from the shell. */
class UsersCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path home;
  private PraetorServer server;

  @BeforeEach
  void start() {
    server =
        PraetorServer.start(
            new ServerOptions(
                home, new StoreLocation.Home(home), "127.0.0.1", 0, Duration.ofSeconds(5), "test"),
            List.of(),
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  /** Executes a command, and returns its exit status. */
  private int execute(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--home=" + home, "--server=" + server.url()));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

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
    assertThat(execute("users", "list")).isZero();
    assertThat(out.toString()).startsWith("No users. Add one with praetor users add");
    assertThat(execute("users", "add", "ann", "--role", "operator")).as("%s", err).isZero();
    String link = out.toString().strip();
    assertThat(link).startsWith(server.url() + "/login#setup=");
    assertThat(err.toString()).contains("With this link ann sets a password, once, until ");
    assertThat(execute("users", "list")).isZero();
    assertThat(out.toString())
        .matches(
            "(?s)ann  operator +without a password, added .* by administrator, never logged in\\R");
    setPassword(link);
    assertThat(execute("users", "link", "ann", "--json")).as("%s", err).isZero();
    JsonNode again = JsonMapper.shared().readTree(out.toString());
    assertThat(again.path("state").asString()).isEqualTo("ACTIVE");
    assertThat(again.path("link").asString()).contains("/login#setup=").isNotEqualTo(link);
    setPassword(again.path("link").asString());
  }

  @Test
  void a_user_gets_another_role_and_is_disabled_and_enabled() {
    assertThat(execute("users", "add", "ann", "--role", "viewer")).as("%s", err).isZero();
    assertThat(execute("users", "role", "ann", "author")).as("%s", err).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("user ann has the role author");
    assertThat(execute("users", "disable", "ann")).as("%s", err).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("user ann is disabled");
    assertThat(execute("users", "list")).isZero();
    assertThat(out.toString()).startsWith("No users.");
    assertThat(execute("users", "list", "--all")).isZero();
    assertThat(out.toString()).contains("disabled ").contains(" by administrator");
    assertThat(execute("users", "link", "ann")).isNotZero();
    assertThat(err.toString()).contains("the user 'ann' is disabled");
    assertThat(execute("users", "enable", "ann")).as("%s", err).isZero();
    assertThat(execute("users", "list", "--json")).isZero();
    JsonNode all = JsonMapper.shared().readTree(out.toString());
    assertThat(all.path(0).path("state").asString()).isEqualTo("INVITED");
    assertThat(all.path(0).path("role").asString()).isEqualTo("AUTHOR");
  }

  @Test
  void mistakes_are_explained() {
    assertThat(execute("users", "add", "ann")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--role");
    assertThat(execute("users", "add", "ann", "--role", "worker")).isNotZero();
    assertThat(err.toString()).contains("the role worker is for keys of workers");
    assertThat(execute("users", "add", "Ann", "--role", "viewer")).isNotZero();
    assertThat(err.toString()).contains("small letters");
    assertThat(execute("users", "disable", "nobody")).isNotZero();
    assertThat(err.toString()).contains("there is no user 'nobody'");
  }
}
