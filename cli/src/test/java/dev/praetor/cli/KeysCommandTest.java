package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.store.model.StoreLocation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
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

/** Keys from the shell. */
class KeysCommandTest {
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

  @Test
  void a_key_is_printed_alone_so_that_it_fits_into_a_file() throws Exception {
    assertThat(execute("keys", "create", "ci", "--role", "viewer")).as("%s", err).isZero();
    assertThat(err.toString()).contains("This is the key 'ci' with the role viewer");
    Path file = home.resolve("ci.key");
    Files.writeString(file, out.toString());
    assertThat(execute("query", "{ server { version } }", "--key-file", file.toString()))
        .as("%s", err)
        .isZero();
    assertThat(
            execute(
                "query",
                "mutation { createRun(flow: \"x\") { id } }",
                "--key-file",
                file.toString()))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("createRun needs the role operator", "(FORBIDDEN)");
  }

  @Test
  void keys_are_listed_without_their_text_and_revoked_by_name() {
    assertThat(execute("keys", "list")).isZero();
    assertThat(out.toString()).startsWith("No keys. Make one with praetor keys create");
    assertThat(execute("keys", "create", "ci", "--role", "author", "--expires", "90d", "--json"))
        .as("%s", err)
        .isZero();
    JsonNode made = JsonMapper.shared().readTree(out.toString());
    String secret = made.path("secret").asString();
    assertThat(secret).startsWith("praetor_");
    assertThat(execute("keys", "list")).isZero();
    assertThat(out.toString())
        .matches("(?s)ci  author +active until .*, made .* by administrator, never used\\R")
        .doesNotContain(secret);
    assertThat(execute("keys", "revoke", "ci")).as("%s", err).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("key ci is revoked");
    assertThat(execute("keys", "list")).isZero();
    assertThat(out.toString()).startsWith("No keys.");
    assertThat(execute("keys", "list", "--all", "--json")).isZero();
    JsonNode all = JsonMapper.shared().readTree(out.toString());
    assertThat(all.path(0).path("state").asString()).isEqualTo("REVOKED");
    assertThat(all.toString()).doesNotContain(secret);
  }

  @Test
  void mistakes_are_explained() {
    assertThat(execute("keys", "create", "ci")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--role");
    assertThat(execute("keys", "create", "ci", "--role", "king")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("king");
    assertThat(execute("keys", "create", "ci", "--role", "viewer", "--expires", "soon"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--expires takes");
    assertThat(execute("keys", "revoke", "nobody")).isNotZero();
    assertThat(err.toString()).contains("there is no key 'nobody' that is not revoked");
  }
}
