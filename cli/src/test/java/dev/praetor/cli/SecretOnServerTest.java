package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.postgres.PostgresServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A secret on its way through a real server, its worker and a run, and nowhere else. */
@Tag("process")
@Tag("database")
class SecretOnServerTest {
  private static final String VALUE = "p\"ä/ss w+rd\\hush&4711=hush";
  private static final String READY = "Praetor server is ready at ";
  private static final String SOURCE =
      """
      import dev.praetor.Flow;
      import dev.praetor.Secret;
      import dev.praetor.Task;
      import dev.praetor.TaskContext;

      class Uses {
        static String use() {
          String token = Secret.named("TOKEN").get();
          System.out.println("printed " + token);
          TaskContext.current().logger().warn("logged {}", token);
          return token.length() + " characters of " + token;
        }
        static Flow<String> uses() {
          return Flow.define("uses", f -> Task.of(Uses::use).secrets("TOKEN").call());
        }
      }
      """;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> said = new ArrayList<>();
  @TempDir private Path folder;
  private URI address = URI.create("http://127.0.0.1");

  /** The databases of the server. */
  enum Kind {
    SQLITE,
    POSTGRESQL
  }

  private int praetor(String... args) throws IOException {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--server=" + address);
    all.add("--key-file=" + folder.resolve("home/admin.key"));
    int status =
        Main.execute(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    said.add(out.toString());
    said.add(err.toString());
    return status;
  }

  private void succeeds(String... args) throws IOException {
    assertThat(praetor(args)).as("%s %s", String.join(" ", args), err).isZero();
  }

  private Process server(Optional<PostgresServer.Database> database) throws IOException {
    ProcessBuilder start =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            Main.class.getName(),
            "server",
            "--port=0",
            "--grace=1s",
            "--log-format=json");
    Map<String, String> environment = start.environment();
    environment.keySet().removeIf(name -> name.startsWith("PRAETOR_"));
    environment.put("PRAETOR_HOME", folder.resolve("home").toString());
    database.ifPresent(server -> {
      environment.put("PRAETOR_STORE", server.url());
      environment.put("PRAETOR_STORE_USER", "postgres");
      environment.put("PRAETOR_STORE_PASSWORD", "postgres");
    });
    return start.redirectError(folder.resolve("log").toFile()).start();
  }

  @ParameterizedTest
  @EnumSource
  void a_run_is_refused_then_granted_and_the_value_is_in_no_file_row_log_or_answer(Kind kind)
      throws Exception {
    Optional<PostgresServer.Database> database =
        kind == Kind.POSTGRESQL ? Optional.of(PostgresServer.create()) : Optional.empty();
    Path source = Files.writeString(folder.resolve("Uses.java"), SOURCE);
    Path value = Files.writeString(folder.resolve("value"), VALUE);
    Process server = server(database);
    try (BufferedReader ready = server.inputReader()) {
      address =
          ready
              .lines()
              .filter(line -> line.startsWith(READY))
              .findFirst()
              .map(line -> URI.create(line.substring(READY.length())))
              .orElseThrow(() -> new AssertionError(text(folder.resolve("log"))));
      succeeds("register", source.toString());
      succeeds("secrets", "set", "TOKEN", "--value-file=" + value);
      assertThat(praetor("flows", "run", "uses", "--wait")).isNotZero();
      succeeds("runs", "show", "latest", "--json");
      assertThat(out.toString())
          .contains("secret 'TOKEN' is not granted to flow 'uses'")
          .contains("praetor secrets grant TOKEN uses");
      succeeds("secrets", "grant", "TOKEN", "uses");
      succeeds("flows", "run", "uses", "--wait");
      succeeds("secrets", "rotate");
      succeeds("secrets", "rotate", "--master");
      succeeds("flows", "run", "uses", "--wait");
      succeeds("runs", "show", "latest", "--json");
      String run = JsonMapper.shared().readTree(out.toString()).path("id").asString();
      assertThat(out.toString()).contains(VALUE.length() + " characters of ***");
      succeeds("runs", "logs", "latest");
      assertThat(out.toString()).contains("printed ***", "logged ***");
      succeeds("secrets", "list", "--json");
      JsonNode token = JsonMapper.shared().readTree(out.toString()).path(0);
      assertThat(token.at("/lastUse/run").asString()).isEqualTo(run);
      assertThat(token.at("/lastUse/flow").asString()).isEqualTo("uses");
      succeeds("secrets", "uses", "TOKEN");
      said.add(get("/metrics"));
      said.add(get("/api/runs/" + run + "/document"));
      server.toHandle().destroy();
      assertThat(server.waitFor()).isNotNegative();
    } finally {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
    }
    Files.delete(value);
    for (String text : said) {
      requireNone("an answer", text);
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        requireNone(file.toString(), text(file));
      }
    }
    if (database.isPresent()) {
      try (Connection connection = database.get().source().getConnection()) {
        for (String table : tables(connection)) {
          requireNone("table " + table, rows(connection, table));
        }
      }
    }
  }

  private String get(String path) throws IOException, InterruptedException {
    String key = Files.readString(folder.resolve("home/admin.key")).strip();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(address.resolve(path))
                  .header("Authorization", "Bearer " + key)
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  /** Returns the bytes of a file as characters of their own. */
  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> tables(Connection connection) throws SQLException {
    List<String> names = new ArrayList<>();
    try (ResultSet tables =
        connection
            .getMetaData()
            .getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
    }
    assertThat(names).contains("secret", "log", "flow_run");
    return names;
  }

  private static String rows(Connection connection, String table) throws SQLException {
    StringBuilder all = new StringBuilder();
    try (Statement select = connection.createStatement();
        ResultSet row = select.executeQuery("SELECT * FROM " + table)) {
      while (row.next()) {
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          byte[] bytes = row.getBytes(i);
          all.append(bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1))
              .append('\n');
        }
      }
    }
    return all.toString();
  }

  private static void requireNone(String where, String text) {
    for (String form : forms()) {
      boolean isThere =
          text.contains(form)
              || text.contains(
                  new String(form.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
      assertThat(isThere).as("%s contains %s", where, form).isFalse();
    }
  }

  /** Returns the value as it is, and as it might be written. */
  private static Set<String> forms() {
    Set<String> forms = new TreeSet<>();
    forms.add(VALUE);
    forms.add("hush");
    String json = JsonMapper.shared().writeValueAsString(VALUE);
    forms.add(json.substring(1, json.length() - 1));
    forms.add(URLEncoder.encode(VALUE, StandardCharsets.UTF_8));
    for (int offset = 0; offset < 3; offset++) {
      byte[] bytes = ("x".repeat(offset) + VALUE).getBytes(StandardCharsets.UTF_8);
      String base64 = Base64.getEncoder().encodeToString(bytes);
      String inner = base64.substring(4, base64.length() - 4);
      forms.add(inner);
      forms.add(inner.replace('+', '-').replace('/', '_'));
    }
    return forms;
  }
}
