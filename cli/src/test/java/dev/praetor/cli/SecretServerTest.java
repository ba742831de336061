package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.postgres.PostgresServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** A real server with its worker, and what can be searched for the values of secrets. */
abstract class SecretServerTest {
  private static final String READY = "Praetor server is ready at ";
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  final List<String> said = new ArrayList<>();
  @TempDir Path folder;
  URI address = URI.create("http://127.0.0.1");

  /** The databases of the server. */
  enum Kind {
    SQLITE,
    POSTGRESQL
  }

  int praetor(String... args) throws IOException {
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

  void succeeds(String... args) throws IOException {
    assertThat(praetor(args)).as("%s %s", String.join(" ", args), err).isZero();
  }

  private Process server(Optional<PostgresServer.Database> database) throws IOException {
    ProcessBuilder start =
        new ProcessBuilder(
            TestJvm.program("server", "--port=0", "--grace=1s", "--log-format=json"));
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

  /** A server in a process of its own. */
  record Running(Process process) implements AutoCloseable {
    /** Ends it as a person does, so that it writes what it has to write. */
    void end() throws InterruptedException {
      process.toHandle().destroy();
      assertThat(process.waitFor()).isNotNegative();
    }

    @Override
    public void close() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /** Starts a server, and waits until it is ready. */
  Running start(Optional<PostgresServer.Database> database) throws IOException {
    Process server = server(database);
    address =
        server
            .inputReader()
            .lines()
            .filter(line -> line.startsWith(READY))
            .findFirst()
            .map(line -> URI.create(line.substring(READY.length())))
            .orElseThrow(() -> new AssertionError(text(folder.resolve("log"))));
    return new Running(server);
  }

  String get(String path) throws IOException, InterruptedException {
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
  static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Returns the rows of the tables of a database, as text and as bytes, by table. */
  static Map<String, String> tables(Optional<PostgresServer.Database> database)
      throws SQLException {
    Map<String, String> all = new TreeMap<>();
    if (database.isPresent()) {
      try (Connection connection = database.get().source().getConnection()) {
        for (String table : names(connection)) {
          all.put("table " + table, rows(connection, table));
        }
      }
    }
    return all;
  }

  private static List<String> names(Connection connection) throws SQLException {
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
              .append('\n')
              .append(row.getString(i))
              .append('\n');
        }
      }
    }
    return all.toString();
  }
}
