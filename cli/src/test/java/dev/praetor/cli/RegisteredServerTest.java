package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.cli.error.ExitCode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Flows are registered from source files, and run by a server and its runners, which are processes
 * of their own and may be killed.
 */
@Tag("process")
class RegisteredServerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Process> servers = new ArrayList<>();
  private final List<ProcessHandle> runners = new ArrayList<>();
  private String url = "";
  @TempDir private Path folder;

  @AfterEach
  void close() throws Exception {
    for (Process server : servers) {
      runners.addAll(server.descendants().toList());
      server.destroyForcibly();
      server.waitFor();
    }
    runners.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle runner : runners) {
      runner.onExit().join();
    }
  }

  private int praetor(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  /** Runs a command as from another machine: with the address and a key of the server only. */
  private int atServer(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--server=" + url);
    all.add("--key-file=" + folder.resolve("home/admin.key"));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private Process server() throws IOException {
    ProcessBuilder start =
        new ProcessBuilder(
            TestJvm.program(
                "server", "--port=0", "--grace=1s", "--home=" + folder.resolve("home")));
    start.environment().keySet().removeIf(name -> name.startsWith("PRAETOR_"));
    start.redirectError(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "err")));
    Process server = start.start();
    servers.add(server);
    BufferedReader lines = server.inputReader();
    String ready = lines.readLine();
    assertThat(ready).startsWith("Praetor server is ready");
    url = ready.replaceAll(".* ", "");
    return server;
  }

  private String url() {
    return url;
  }

  private void register(String name, String source) throws IOException {
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    assertThat(praetor("register", file.toString())).as(err.toString()).isZero();
  }

  private List<String> ledger() throws IOException {
    Path ledger = folder.resolve("ledger");
    return Files.exists(ledger) ? Files.readAllLines(ledger) : List.of();
  }

  private JsonNode document(String run) {
    assertThat(praetor("runs", "show", run, "--json")).as(err.toString()).isZero();
    return JsonMapper.shared().readTree(out.toString());
  }

  /** Returns the number of task runs of a run that succeeded. */
  private long succeeded(String run) {
    return document(run)
        .path("taskRuns")
        .valueStream()
        .filter(each -> each.path("state").asString().equals("Success"))
        .count();
  }

  @Test
  void a_registered_flow_runs_on_request_and_its_end_is_the_exit_status() throws Exception {
    register(
        "Parts",
        """
        import dev.praetor.Flow;
        import dev.praetor.Task;
        class Parts {
          static int divide(int by) {
            System.out.println("divides by " + by);
            return 12 / by;
          }
          static Flow<Integer> parts() {
            return Flow.define(
                "parts", f -> Task.of(Parts::divide).call(f.parameter("by", Integer.class)));
          }
        }
        """);
    Process server = server();
    assertThat(praetor("flows", "run", "parts", "-p", "by=3", "--wait")).isZero();
    assertThat(out.toString()).contains("Success");
    assertThat(document("latest").path("value").asInt()).isEqualTo(4);
    assertThat(praetor("runs", "logs", "latest")).isZero();
    assertThat(out.toString()).contains("divides by 3");
    assertThat(praetor("flows", "run", "parts", "-p", "by=0", "--wait")).isEqualTo(ExitCode.FAILED);
    assertThat(praetor("runs", "replay", "latest", "divide")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("failed (as in the run)", "ArithmeticException");
    assertThat(praetor("runs", "restart", "latest", "--plan")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("divide: will run (it was Failed)");
    assertThat(praetor("runs", "restart", "latest", "--draw")).isEqualTo(ExitCode.USAGE);
    assertThat(praetor("runs", "restart", "latest", "--version", "7")).isNotZero();
    assertThat(praetor("runs", "restart", "latest", "-p", "by=4", "--quiet")).isZero();
    String again = out.toString().strip();
    await().atMost(PATIENCE).until(() -> !document(again).path("ended").isNull());
    assertThat(document(again).path("value").asInt()).isEqualTo(3);
    assertThat(praetor("flows", "run", "parts", "-p", "by=many")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("parts/by").contains("must be Integer");
    assertThat(atServer("runs", "replay", again, "divide")).as(err.toString()).isZero();
    assertThat(out.toString()).contains("returned (as in the run)", "3");
    server.toHandle().destroy();
    assertThat(server.waitFor()).isZero();
  }

  @Test
  void a_flow_of_a_project_and_the_flows_within_it_run_there() throws Exception {
    assertThat(praetor("projects", "add", "lab")).as(err.toString()).isZero();
    Path file =
        Files.writeString(
            folder.resolve("Outer.java"),
            """
            import dev.praetor.Flow;
            import dev.praetor.Task;
            class Outer {
              static Flow<String> inner() {
                return Flow.define("inner", f -> Task.of("say", String.class, () -> "hi").call());
              }
              static Flow<String> outer() {
                return Flow.define("outer", f -> f.run(inner()));
              }
            }
            """);
    assertThat(praetor("register", file.toString(), "--project=lab", "--flow=outer"))
        .as(err.toString())
        .isZero();
    var _ = server();
    assertThat(praetor("flows", "run", "lab/outer", "--wait")).as(err.toString()).isZero();
    assertThat(
            atServer(
                "query", "{ runs { nodes { flow { key } project } } flows { nodes { key } } }"))
        .isZero();
    assertThat(out.toString())
        .contains("lab/outer", "lab/inner")
        .doesNotContain("default", "\"inner\"", "\"outer\"");
    assertThat(praetor("runs", "restart", "latest", "--from", "all", "--quiet"))
        .as(err.toString())
        .isZero();
    String again = out.toString().strip();
    await().atMost(PATIENCE).until(() -> !document(again).path("ended").isNull());
    assertThat(document(again).path("flow").asString()).isEqualTo("lab/outer");
  }

  @Test
  void a_runner_that_is_killed_loses_nothing_that_had_ended() throws Exception {
    register(
        "Held",
        """
        import static dev.praetor.Praetor.*;
        import dev.praetor.Flow;
        import dev.praetor.Task;
        import java.nio.file.Files;
        import java.nio.file.Path;
        import java.nio.file.StandardOpenOption;
        import java.util.List;
        class Held {
          static final Path FOLDER = Path.of("%s");
          static int step(int n) throws Exception {
            while (n == 3 && !Files.exists(FOLDER.resolve("gate"))) {
              Thread.sleep(20);
            }
            Files.writeString(
                FOLDER.resolve("ledger"), n + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return n;
          }
          static Flow<List<Integer>> held() {
            return Flow.define(
                "held", f -> Task.of(Held::step).map(each(value(List.of(1, 2, 3, 4)))).collect());
          }
        }
        """
            .formatted(folder));
    Process server = server();
    assertThat(praetor("flows", "run", "held")).isZero();
    String run = out.toString().strip();
    await().atMost(PATIENCE).until(() -> succeeded(run) == 3);
    List<ProcessHandle> started = server.descendants().toList();
    assertThat(started).hasSize(1);
    started.getFirst().destroyForcibly();
    Files.createFile(folder.resolve("gate"));
    await().atMost(PATIENCE).until(() -> document(run).path("state").asString().equals("Success"));
    assertThat(ledger()).containsExactlyInAnyOrder("1", "2", "3", "4");
    assertThat(document(run).toString()).contains("killed by signal 9");
  }

  @Test
  void a_signal_that_reaches_a_runner_too_is_no_crash_of_its_runs() throws Exception {
    register(
        "Nap",
        """
        import dev.praetor.Flow;
        import dev.praetor.Task;
        import java.nio.file.Files;
        import java.nio.file.Path;
        class Nap {
          static final Path FOLDER = Path.of("%s");
          static int nap() throws Exception {
            Files.writeString(FOLDER.resolve("ledger"), "begun\\n");
            while (!Files.exists(FOLDER.resolve("gate"))) {
              Thread.sleep(20);
            }
            return 1;
          }
          static Flow<Integer> nap_flow() {
            return Flow.define("naps", f -> Task.of(Nap::nap).call()).crashes(0);
          }
        }
        """
            .formatted(folder));
    Process server = server();
    assertThat(praetor("flows", "run", "naps")).isZero();
    String run = out.toString().strip();
    await().atMost(PATIENCE).until(() -> !ledger().isEmpty());
    server.descendants().forEach(ProcessHandle::destroy);
    Files.createFile(folder.resolve("gate"));
    await().atMost(PATIENCE).until(() -> !document(run).path("ended").isNull());
    assertThat(document(run).path("state").asString()).isEqualTo("Success");
  }

  @Test
  void each_run_of_an_isolated_flow_has_a_process_of_its_own() throws Exception {
    register(
        "Alone",
        """
        import dev.praetor.Flow;
        import dev.praetor.Task;
        class Alone {
          static long pid() {
            return ProcessHandle.current().pid();
          }
          static Flow<Long> alone() {
            return Flow.define("alone", f -> Task.of(Alone::pid).call()).isolated();
          }
        }
        """);
    Process server = server();
    List<Long> pids = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      assertThat(praetor("flows", "run", "alone", "--wait")).as(out.toString()).isZero();
      pids.add(document("latest").path("value").asLong());
    }
    assertThat(pids).doesNotHaveDuplicates().doesNotContain(server.pid());
    await().atMost(PATIENCE).until(() -> server.descendants().toList().isEmpty());
  }

  @Test
  void a_worker_without_a_database_runs_flows_and_is_drained_from_afar() throws Exception {
    register(
        "Far",
        """
        import dev.praetor.Flow;
        import dev.praetor.Task;
        class Far {
          static long pid() {
            return ProcessHandle.current().pid();
          }
          static Flow<Long> shared() {
            return Flow.define("shared", f -> Task.of(Far::pid).call()).pool("far");
          }
          static Flow<Long> alone() {
            return Flow.define("alone", f -> Task.of(Far::pid).call()).pool("far").isolated();
          }
        }
        """);
    Process server = server();
    String url = url();
    ProcessBuilder start =
        new ProcessBuilder(
            TestJvm.program("worker", "--server=" + url, "--name=far", "--pool=far"));
    start.environment().keySet().removeIf(name -> name.startsWith("PRAETOR_"));
    start.environment().put("PRAETOR_HOME", folder.resolve("far").toString());
    assertThat(praetor("keys", "create", "far", "--role", "worker")).as(out.toString()).isZero();
    start.environment().put("PRAETOR_API_KEY", out.toString().lines().findFirst().orElseThrow());
    start.redirectError(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "err")));
    Process worker = start.start();
    servers.add(worker);
    assertThat(worker.inputReader().readLine()).isEqualTo("Praetor worker is ready");
    List<Long> pids = new ArrayList<>();
    for (String flow : List.of("shared", "alone", "alone")) {
      assertThat(praetor("flows", "run", flow, "--wait")).as(out.toString()).isZero();
      pids.add(document("latest").path("value").asLong());
    }
    assertThat(pids).doesNotHaveDuplicates();
    assertThat(praetor("workers", "show", "far", "--json")).isZero();
    assertThat(out.toString()).contains("\"pools\" : [ \"far\" ]");
    assertThat(praetor("workers", "drain", "far")).isZero();
    assertThat(worker.waitFor()).isZero();
    assertThat(praetor("workers", "list", "--all", "--json")).isZero();
    assertThat(out.toString()).contains("\"state\" : \"ENDED\"");
    assertThat(server.isAlive()).isTrue();
  }

  @Test
  void another_server_makes_the_runs_of_schedules_after_one_was_killed() throws Exception {
    register(
        "Often",
        """
        import static dev.praetor.Praetor.*;
        import dev.praetor.Flow;
        import dev.praetor.Schedule;
        import dev.praetor.Task;
        import dev.praetor.TaskContext;
        import java.nio.file.Files;
        import java.nio.file.Path;
        import java.nio.file.StandardOpenOption;
        import java.time.Duration;
        class Often {
          static int note() throws Exception {
            Files.writeString(
                Path.of("%s", "ledger"), TaskContext.current().scheduledTime() + "\\n",
                StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return 1;
          }
          static Flow<Integer> often() {
            return Flow.define("often", f -> Task.of(Often::note).call())
                .scheduled(Schedule.of(every(Duration.ofMillis(500))));
          }
        }
        """
            .formatted(folder));
    Process first = server();
    await().atMost(PATIENCE).until(() -> ledger().size() >= 3);
    runners.addAll(first.descendants().toList());
    first.destroyForcibly();
    first.waitFor();
    int before = ledger().size();
    Process second = server();
    await().atMost(PATIENCE).until(() -> ledger().size() >= before + 3);
    assertThat(second.isAlive()).isTrue();
  }
}
