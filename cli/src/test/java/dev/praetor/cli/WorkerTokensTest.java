package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.client.WorkerProtocol;
import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.worker.runner.RemoteRunner;
import dev.praetor.worker.runner.RunnerSettings;
import dev.praetor.worker.runner.Servers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Workers in processes of their own, which reach their runs through a server, and their runners.
 */
@Tag("process")
class WorkerTokensTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The version of the program that a worker in a process of its own has. */
  private static final String VERSION = "0.1.0-SNAPSHOT";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Process> workers = new ArrayList<>();
  @TempDir private Path folder;
  private PraetorServer server;

  @BeforeEach
  void start() {
    Path home = folder.resolve("home");
    server =
        PraetorServer.start(
            new ServerOptions(
                home, new StoreLocation.Home(home), "127.0.0.1", 0, Duration.ofSeconds(5), VERSION),
            List.of(),
            InstantSource.system());
  }

  @AfterEach
  void stop() throws InterruptedException {
    for (Process worker : workers) {
      worker.destroy();
      if (!worker.waitFor(1, TimeUnit.MINUTES)) {
        worker.descendants().forEach(ProcessHandle::destroyForcibly);
        worker.destroyForcibly();
      }
    }
    server.close();
  }

  private String praetor(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    int status =
        Main.execute(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    assertThat(status).as(err.toString()).isZero();
    return out.toString();
  }

  /** Registers the flows of a source file, and returns the SHA-256 of their package. */
  private String register(String name, String source) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    JsonNode registered =
        JsonMapper.shared().readTree(praetor("register", file.toString(), "--json"));
    return registered.path("package").path("sha256").asString();
  }

  private String key(String name) {
    return praetor("keys", "create", name, "--role=worker", "--pool=default").strip();
  }

  /** Starts a worker that has its key in its environment, twice. */
  private Process worker(String name, String key) throws IOException {
    ProcessBuilder start =
        new ProcessBuilder(TestJvm.program("worker", "--name=" + name, "--server=" + server.url()));
    start.environment().keySet().removeIf(each -> each.startsWith("PRAETOR_"));
    start.environment().put("PRAETOR_HOME", folder.resolve(name).toString());
    start.environment().put("PRAETOR_API_KEY", key);
    start.environment().put("KEY_OF_THE_WORKER", "Bearer " + key);
    start.redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile());
    Process worker = start.start();
    workers.add(worker);
    return worker;
  }

  private JsonNode document(String run) {
    return JsonMapper.shared().readTree(praetor("runs", "show", run, "--json"));
  }

  private void awaitSuccess(String run) {
    await().atMost(PATIENCE).until(() -> document(run).path("state").asString().equals("Success"));
  }

  private static final String PEEK =
      """
      import dev.praetor.Flow;
      import dev.praetor.Task;
      import java.nio.charset.StandardCharsets;
      import java.nio.file.Files;
      import java.nio.file.Path;
      class Peek {
        static String look() throws Exception {
          StringBuilder all = new StringBuilder();
          System.getenv().forEach((name, value) -> all.append(name + "=" + value + "\\n"));
          for (String file : new String[] {"environ", "cmdline"}) {
            Path path = Path.of("/proc/self/" + file);
            if (Files.exists(path)) {
              all.append(new String(Files.readAllBytes(path), StandardCharsets.UTF_8).replace('\\0', '\\n'));
            }
          }
          System.out.println(all);
          return all.toString();
        }
        static Flow<String> peek() {
          return Flow.define("peek", f -> Task.of(Peek::look).call());
        }
      }
      """;

  @Test
  void code_of_a_flow_finds_no_key_of_its_worker_and_no_token_in_its_process() throws Exception {
    String _ = register("Peek", PEEK);
    String key = key("far");
    Process _ = worker("far", key);
    String run = praetor("flows", "run", "peek").strip();
    awaitSuccess(run);
    String seen = document(run).path("value").asString();
    assertThat(seen)
        .contains("PRAETOR_RUNNER=", "PRAETOR_SERVER=" + server.url(), "--token-on-input")
        .doesNotContain(key, "praetor_", "PRAETOR_API_KEY", "KEY_OF_THE_WORKER");
    assertThat(Files.readString(folder.resolve("far.log")))
        .contains("PRAETOR_RUNNER=")
        .doesNotContain(key, "praetor_");
  }

  private String held() {
    return """
    import dev.praetor.Flow;
    import dev.praetor.Task;
    import java.nio.file.Files;
    import java.nio.file.Path;
    import java.nio.file.StandardOpenOption;
    class Held {
      static final Path FOLDER = Path.of("%s");
      static String hold() throws Exception {
        Files.writeString(
            FOLDER.resolve("begun"),
            ProcessHandle.current().pid() + "\\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        while (!Files.exists(FOLDER.resolve("gate"))) {
          Thread.sleep(20);
        }
        return "held";
      }
      static Flow<String> held() {
        return Flow.define("held", f -> Task.of(Held::hold).call());
      }
    }
    """
        .formatted(folder);
  }

  private List<String> begun() throws IOException {
    Path file = folder.resolve("begun");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Test
  void a_runner_ends_when_the_key_of_its_worker_is_revoked_and_its_run_goes_on_elsewhere()
      throws Exception {
    String _ = register("Held", held());
    Process _ = worker("far", key("far"));
    String run = praetor("flows", "run", "held").strip();
    await().atMost(PATIENCE).until(() -> begun().size() == 1);
    ProcessHandle runner =
        ProcessHandle.of(Long.parseLong(begun().getFirst())).orElseThrow(AssertionError::new);
    String _ = praetor("keys", "revoke", "far");
    await().atMost(PATIENCE).until(() -> !runner.isAlive());
    assertThat(Files.readString(folder.resolve("far.log")))
        .contains(
            "the token of this runner has ended, because the key of worker 'far' was revoked");
    Process _ = worker("near", key("near"));
    await().atMost(PATIENCE).until(() -> begun().size() == 2);
    Files.createFile(folder.resolve("gate"));
    awaitSuccess(run);
  }

  /** Changes the time at which the worker was heard last. */
  private void moveHeartbeat(String micros) throws SQLException {
    String url = "jdbc:sqlite:file:" + folder.resolve("home").resolve("praetor.db");
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(10);
      statement.execute("UPDATE worker SET heartbeat = heartbeat + " + micros);
    }
  }

  @Test
  void a_runner_goes_on_when_its_worker_is_heard_again() throws Exception {
    Files.createFile(folder.resolve("gate"));
    String code = register("Held", held());
    String worker = UUID.randomUUID().toString();
    UUID runner = UUID.randomUUID();
    try (WorkerProtocol far = WorkerProtocol.at(server.url(), key("far"))) {
      ObjectNode body = JsonMapper.shared().createObjectNode().put("name", "far");
      body.putArray("pools").add("default");
      body.putArray("labels");
      body.put("version", VERSION).put("slots", 5).put("drains", false);
      JsonNode _ = far.join(worker, body.put("host", "there").put("pid", 5));
      String first = praetor("flows", "run", "held").strip();
      ObjectNode asked = JsonMapper.shared().createObjectNode().put("code", code);
      String token =
          far.token(worker, asked.put("runner", runner.toString())).path("token").asString();
      RunnerSettings settings =
          new RunnerSettings(
              runner,
              new Servers(List.of(server.url()), token),
              code,
              Optional.of(worker),
              VERSION,
              5,
              false,
              Duration.ofSeconds(5));
      try (RemoteRunner running =
          RemoteRunner.start(settings, folder.resolve("copies"), "a runner")) {
        awaitSuccess(first);
        moveHeartbeat("-3600000000");
        String second = praetor("flows", "run", "held").strip();
        await().atMost(PATIENCE).until(() -> refusals() > 0);
        assertThat(document(second).path("state").asString()).isNotEqualTo("Success");
        moveHeartbeat("3600000000");
        awaitSuccess(second);
        assertThat(running.keyRefused()).isNotDone();
      }
    }
  }

  /** Returns the number of requests that were refused to runners because of their tokens. */
  private long refusals() {
    JsonNode rows = JsonMapper.shared().readTree(praetor("audit", "list", "--refused", "--json"));
    return rows.valueStream()
        .filter(row -> row.toString().contains("was not heard for long"))
        .count();
  }
}
