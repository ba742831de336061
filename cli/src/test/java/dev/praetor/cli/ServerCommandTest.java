package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command that starts a server: its settings, what it refuses, and the process. */
class ServerCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int praetor(String... args) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private Path home() {
    return folder.resolve("home");
  }

  private int server(String... args) {
    List<String> all = new ArrayList<>(List.of("server", "--home=" + home()));
    all.addAll(List.of(args));
    return praetor(all.toArray(String[]::new));
  }

  @Test
  void each_setting_is_shown_with_the_place_it_comes_from() throws IOException {
    Files.createDirectories(home());
    Files.writeString(
        home().resolve("server.properties"),
        """
        port = 4300
        host = localhost
        store = jdbc:postgresql://db/runs?password=secret
        store.password = secret
        retention.age = forever
        """);
    assertThat(server("--print-config", "--host", "::1", "--json")).isZero();
    JsonNode settings = JsonMapper.shared().readTree(out.toString());
    assertThat(settings.path("host").path("value").asString()).isEqualTo("::1");
    assertThat(settings.path("host").path("source").asString()).isEqualTo("--host");
    assertThat(settings.path("port").path("value").asString()).isEqualTo("4300");
    assertThat(settings.path("port").path("source").asString()).isEqualTo("server.properties");
    assertThat(settings.path("retention.age").path("value").asString()).isEqualTo("forever");
    assertThat(settings.path("retention.keep").path("value").asString()).isEqualTo("20");
    assertThat(settings.path("grace").path("source").asString()).isEqualTo("default");
    assertThat(settings.path("store").path("value").asString())
        .isEqualTo("jdbc:postgresql://db/runs");
    assertThat(out.toString()).doesNotContain("secret");
    assertThat(server("--print-config")).isZero();
    assertThat(out.toString().lines())
        .anyMatch(line -> line.matches("port +4300 +server.properties"));
    assertThat(home().resolve("admin.key")).doesNotExist();
  }

  private void checkRefused(String message, String... args) {
    err.getBuffer().setLength(0);
    assertThat(server(args)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(message).doesNotContain("\tat ", "  at ");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void wrong_settings_are_refused_with_the_reason() throws IOException {
    checkRefused("a port is a number", "--port", "many");
    checkRefused("a port is a number", "--port", "65536");
    checkRefused("--tls-key FILE, or say --insecure-http", "--host", "0.0.0.0");
    checkRefused("a certificate needs its key", "--tls-cert=chain.pem");
    checkRefused("--public-url: it is a URL without a path", "--public-url=http://x/y");
    checkRefused("chain.pem cannot be read", "--tls-cert=chain.pem", "--tls-key=key.pem");
    checkRefused("a store is named by a URL", "--store", "mysql://db");
    checkRefused("takes a span such as", "--grace", "soon");
    checkRefused("--retention-age: it is a span such as 90d, or forever", "--retention-age=never");
    checkRefused("--retention-events: it is a span such as", "--retention-events=x");
    checkRefused("--retention-keep: it is a number of runs", "--retention-keep=-1");
    Files.createDirectories(home());
    Files.writeString(home().resolve("server.properties"), "prot = 1\n");
    checkRefused("contains 'prot', which is no setting");
  }

  @Test
  void a_port_in_use_a_damaged_home_and_a_damaged_key_are_refused() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      checkRefused(
          "port %d of 127.0.0.1 is used by another program".formatted(other.getLocalPort()),
          "--port",
          Integer.toString(other.getLocalPort()));
    }
    Files.writeString(home().resolve("admin.key"), "x");
    checkRefused("is damaged", "--port", "0");
    Files.delete(home().resolve("admin.key"));
    for (String file : List.of("praetor.db-wal", "praetor.db-shm")) {
      Files.deleteIfExists(home().resolve(file));
    }
    Files.write(
        home().resolve("praetor.db"),
        "this is no database".repeat(1000).getBytes(StandardCharsets.UTF_8));
    checkRefused("the store at ", "--port", "0");
    Files.delete(home().resolve("praetor.db"));
    Path file = Files.writeString(folder.resolve("file"), "");
    err.getBuffer().setLength(0);
    assertThat(praetor("server", "--home=" + file, "--port=0")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  @Tag("process")
  void a_server_says_when_it_is_ready_sees_runs_of_others_and_ends_on_a_signal() throws Exception {
    Process server = start("--port=0");
    try (BufferedReader lines = server.inputReader()) {
      String ready = lines.readLine();
      assertThat(ready).matches("Praetor server is ready at http://127\\.0\\.0\\.1:\\d+");
      String url = Objects.requireNonNull(ready).replaceAll(".* ", "");
      Path source = Files.writeString(folder.resolve("Hello.java"), HELLO);
      assertThat(praetor("run", source.toString(), "--home=" + home())).isZero();
      try (HttpClient client = HttpClient.newHttpClient()) {
        HttpResponse<String> metrics =
            client.send(
                HttpRequest.newBuilder(URI.create(url + "/metrics"))
                    .header("Authorization", "Bearer " + key())
                    .build(),
                BodyHandlers.ofString());
        assertThat(metrics.body()).contains("praetor_runs{flow=\"hello\",state=\"Success\"} 1.0");
        server.toHandle().destroy(); // Sends SIGTERM; the streams stay open.
        assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(server.exitValue()).isZero();
      assertThat(lines.readLine()).isNull();
    } finally {
      server.destroyForcibly();
    }
    assertThat(Files.readString(folder.resolve("err")))
        .contains("The administrator's key is in " + home().resolve("admin.key"))
        .doesNotContain(key());
  }

  private String key() throws IOException {
    return Files.readString(home().resolve("admin.key")).strip();
  }

  @Test
  @Tag("process")
  void the_ready_line_can_be_one_object() throws Exception {
    Process server = start("--port=0", "--json");
    try (BufferedReader lines = server.inputReader()) {
      JsonNode ready = JsonMapper.shared().readTree(lines.readLine());
      assertThat(ready.propertyNames())
          .containsExactly("url", "pid", "home", "store", "version", "setup");
      assertThat(ready.path("pid").asLong()).isEqualTo(server.pid());
      assertThat(ready.path("home").asString()).isEqualTo(home().toString());
    } finally {
      server.destroyForcibly();
    }
  }

  private Process start(String... args) throws IOException {
    List<String> command = TestJvm.program("server", "--home=" + home());
    command.addAll(List.of(args));
    ProcessBuilder start = new ProcessBuilder(command);
    start.environment().keySet().removeIf(name -> name.startsWith("PRAETOR_"));
    start.redirectError(new File(folder.toFile(), "err"));
    return start.start();
  }

  private static final String HELLO =
      """
      import dev.praetor.Flow;
      import dev.praetor.Task;
      class Hello {
        static Flow<String> hello() {
          return Flow.define("hello", f -> Task.of("say", String.class, () -> "Hello").call());
        }
      }
      """;
}
