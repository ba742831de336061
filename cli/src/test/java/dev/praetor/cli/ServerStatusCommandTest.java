package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The status of a server, as the command shows it. */
class ServerStatusCommandTest {
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  @TempDir private Path home;

  private int status(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("server", "status", "--home=" + home));
    all.addAll(List.of(args));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private JsonNode document() {
    return JsonMapper.shared().readTree(out.toString());
  }

  @Test
  void a_server_on_the_home_is_found_and_ready() throws IOException {
    try (Place.Opened place = Place.SERVER.open(home)) {
      String url = place.server().orElseThrow().url().toString();
      assertThat(status()).as(() -> err.toString()).isZero();
      assertThat(out.toString())
          .contains(url + " is ready", "version   test", "database  SQLite", "ago", "leases");
      assertThat(status("--json")).isZero();
      assertThat(document().path("url").asString()).isEqualTo(url);
      assertThat(document().path("ready").asBoolean()).isTrue();
      assertThat(document().path("version").asString()).isEqualTo("test");
      assertThat(document().path("uptimeSeconds").isNumber()).isTrue();
      assertThat(document().path("checks").path(0).path("name").asString()).isEqualTo("database");
      assertThat(status("--server", url, "--key", "wrong")).isZero();
      assertThat(out.toString()).contains("is ready", "the key of the request is wrong");
      Files.delete(home.resolve("admin.key"));
      assertThat(status("--json")).isZero();
      assertThat(document().has("version")).isFalse();
    }
  }

  @Test
  void nobody_there_is_told_by_the_exit_code() {
    assertThat(status("--server", "http://127.0.0.1:1")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("no server answers at http://127.0.0.1:1");
    assertThat(status("--server", "http://127.0.0.1:1", "--json")).isEqualTo(ExitCode.FAILED);
    assertThat(document().path("ready").asBoolean()).isFalse();
    assertThat(document().path("problem").asString()).contains("no server answers");
    assertThat(status("--server", "127.0.0.1")).isEqualTo(ExitCode.USAGE);
  }
}
