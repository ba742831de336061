package dev.praetor.cli;

import static dev.praetor.Praetor.every;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Schedule;
import dev.praetor.Task;
import dev.praetor.embedded.registered.RegisteredScheduler;
import dev.praetor.engine.Timekeeper;
import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.spi.ServedFlows;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.worker.serve.ServerHome;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Flows that an application registers at a server without a package, and runs in its process. */
class ServedFlowsTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private PraetorServer server;

  @BeforeEach
  void start() {
    Path home = folder.resolve("home");
    server =
        PraetorServer.start(
            new ServerOptions(
                home,
                new StoreLocation.Home(home),
                "127.0.0.1",
                0,
                Duration.ofSeconds(5),
                "0.1.0-SNAPSHOT"),
            List.of(store -> new RegisteredScheduler(store, Timekeeper.system())),
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int praetor(String... args) throws IOException {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--server=" + server.url());
    all.add("--key-file=" + PraetorServer.keyFile(folder.resolve("home")));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private ServerHome home() throws IOException {
    URI address = server.url();
    String key = Files.readString(PraetorServer.keyFile(folder.resolve("home"))).strip();
    return ServerHome.at(address, key).grace(Duration.ofSeconds(2));
  }

  private JsonNode run(String id) throws IOException {
    assertThat(praetor("runs", "show", id, "--json")).as(err.toString()).isZero();
    return JsonMapper.shared().readTree(out.toString());
  }

  private String started(String flow) throws IOException {
    assertThat(praetor("flows", "run", flow)).as(err.toString()).isZero();
    return out.toString().strip();
  }

  private void awaitState(String run, String state) {
    await().atMost(PATIENCE).until(() -> run(run).path("state").asString().equals(state));
  }

  private static Flow<String> greeting(String text) {
    return Flow.define("greeting", f -> Task.of(text, String.class, () -> text).call());
  }

  @Test
  void runs_of_served_flows_run_in_the_process_of_the_application() throws Exception {
    Thread here = Thread.currentThread();
    Flow<Long> flow =
        Flow.define(
            "here", f -> Task.of("pid", Long.class, () -> ProcessHandle.current().pid()).call());
    try (ServedFlows _ = home().serve(flow)) {
      assertThat(here.isAlive()).isTrue();
      String run = started("here");
      awaitState(run, "Success");
      assertThat(run(run).path("value").asLong()).isEqualTo(ProcessHandle.current().pid());
      assertThat(praetor("flows", "show", "here")).isZero();
      assertThat(out.toString()).contains("no package: applications serve it");
    }
  }

  @Test
  void a_run_waits_with_a_reason_while_no_process_serves_its_flow() throws Exception {
    home().serve(greeting("hello")).close();
    String run = started("greeting");
    assertThat(praetor("runs", "why", run)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("no process that is alive serves flow 'greeting'");
    try (ServedFlows _ = home().serve(greeting("hello"))) {
      awaitState(run, "Success");
    }
  }

  @Test
  void a_run_of_another_version_is_left_to_a_process_that_has_it() throws Exception {
    home().serve(greeting("hello")).close();
    String old = started("greeting");
    try (ServedFlows _ = home().serve(greeting("goodbye"))) {
      String next = started("greeting");
      awaitState(next, "Success");
      assertThat(run(next).path("value").asString()).isEqualTo("goodbye");
      assertThat(praetor("runs", "why", old)).as(err.toString()).isZero();
      assertThat(out.toString())
          .contains("have other versions of it")
          .contains("cancel the run and restart it");
      try (ServedFlows _ = home().serve(greeting("hello"))) {
        awaitState(old, "Success");
      }
      assertThat(run(old).path("value").asString()).isEqualTo("hello");
    }
  }

  @Test
  void the_server_makes_the_runs_of_the_schedule() throws Exception {
    CountDownLatch ran = new CountDownLatch(2);
    Flow<String> flow =
        Flow.define("often", f -> Task.of("tick", String.class, () -> ticked(ran)).call())
            .scheduled(Schedule.of(every(Duration.ofMillis(200))));
    try (ServedFlows served = home().serve(flow)) {
      assertThat(served.where()).isEqualTo(server.url().toString());
      await().atMost(PATIENCE).until(() -> ran.getCount() == 0);
    }
    assertThat(praetor("schedules", "list")).isZero();
    assertThat(out.toString()).contains("often");
  }

  private static String ticked(CountDownLatch ran) {
    ran.countDown();
    return "tick";
  }

  @Test
  void a_run_that_is_left_is_resumed_by_the_next_process_that_serves_its_flow() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    Flow<String> flow =
        Flow.define("long", f -> Task.of("wait", String.class, () -> waited(begun)).call());
    String run;
    try (ServedFlows _ = home().grace(Duration.ZERO).serve(flow)) {
      run = started("long");
      begun.await();
    }
    Flow<String> same =
        Flow.define("long", f -> Task.of("wait", String.class, () -> "resumed").call());
    try (ServedFlows _ = home().serve(same)) {
      awaitState(run, "Success");
      assertThat(run(run).path("value").asString()).isEqualTo("resumed");
    }
  }

  private static String waited(CountDownLatch begun) throws InterruptedException {
    begun.countDown();
    Thread.sleep(Duration.ofMinutes(5));
    return "in vain";
  }

  /** An application whose own {@code main} serves a flow. */
  static final class Application {
    private Application() {}

    static void main() throws InterruptedException {
      Path folder = Path.of(System.getenv("APPLICATION_FOLDER"));
      Flow<String> flow =
          Flow.define(
              "application", f -> Task.of("gate", String.class, () -> passed(folder)).call());
      Praetor.serve(flow).await();
    }

    private static String passed(Path folder) throws IOException, InterruptedException {
      Files.writeString(folder.resolve("begun"), "x", CREATE, APPEND);
      while (!Files.exists(folder.resolve("gate"))) {
        Thread.sleep(20);
      }
      return "passed";
    }
  }

  private Process application() throws IOException {
    ProcessBuilder start = new ProcessBuilder(TestJvm.of(Application.class));
    start.environment().keySet().removeIf(name -> name.startsWith("PRAETOR_"));
    start.environment().put("PRAETOR_SERVER", server.url().toString());
    start
        .environment()
        .put(
            "PRAETOR_API_KEY",
            Files.readString(PraetorServer.keyFile(folder.resolve("home"))).strip());
    start.environment().put("APPLICATION_FOLDER", folder.toString());
    start.redirectErrorStream(true).redirectOutput(Redirect.appendTo(log()));
    return start.start();
  }

  private File log() {
    return folder.resolve("application.log").toFile();
  }

  private long begun() throws IOException {
    Path file = folder.resolve("begun");
    return Files.exists(file) ? Files.size(file) : 0;
  }

  @Test
  @Tag("process")
  void an_application_that_is_killed_loses_nothing_and_one_that_is_told_to_end_does_so()
      throws Exception {
    Process first = application();
    String run = "";
    try {
      await().atMost(PATIENCE).until(() -> praetor("flows", "show", "application") == 0);
      String started = started("application");
      await().atMost(PATIENCE).until(() -> begun() == 1);
      run = started;
    } finally {
      first.destroyForcibly().waitFor();
    }
    Process second = application();
    try {
      await().atMost(PATIENCE).until(() -> begun() == 2);
      Files.createFile(folder.resolve("gate"));
      awaitState(run, "Success");
      second.destroy();
      assertThat(second.waitFor(1, TimeUnit.MINUTES)).isTrue();
      assertThat(second.exitValue()).isEqualTo(128 + 15);
    } finally {
      second.destroyForcibly().waitFor();
    }
  }
}
