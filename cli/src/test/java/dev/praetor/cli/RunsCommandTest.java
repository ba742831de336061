package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.RunId;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class RunsCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String SOURCE =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.nio.file.*;
      import java.util.List;
      import java.util.concurrent.CountDownLatch;
      class Orders {
        static List<Integer> orders(String folder) { return List.of(1, 2, 3); }
        static int ship(int order, String folder) throws Exception {
          if (order == 2 && Files.exists(Path.of(folder, "broken")))
            throw new IllegalStateException("order " + order + " has no address");
          if (order == 2 && Files.exists(Path.of(folder, "hangs"))) {
            Files.writeString(Path.of(folder, "begun"), "");
            new CountDownLatch(1).await();
          }
          return order * 10;
        }
        static int total(List<Integer> shipped) { return shipped.stream().mapToInt(x -> x).sum(); }
        static Flow<Integer> flow() {
          return Flow.define("orders", f -> {
            Parameter<String> folder = f.parameter("folder", String.class);
            return Task.of(Orders::total).call(
                Task.of(Orders::ship).map(each(Task.of(Orders::orders).call(folder)), folder).collect());
          });
        }
      }
      """;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private String source = "";
  private String home = "";

  @BeforeEach
  void writeFlow() throws IOException {
    source = Files.writeString(folder.resolve("Orders.java"), SOURCE).toString();
    home = folder.resolve("home").toString();
  }

  /** Executes a command with the home of this test; keeps only the output of the last command. */
  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + home);
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private int run(String... more) {
    List<String> all = new ArrayList<>(List.of("run", source, "-p", "folder=" + folder));
    all.addAll(List.of(more));
    return praetor(all.toArray(String[]::new));
  }

  private void mark(String name) throws IOException {
    Files.writeString(folder.resolve(name), "");
  }

  private JsonNode latest() {
    assertThat(praetor("runs", "show", "latest", "--json")).isZero();
    return JsonMapper.shared().readTree(out.toString());
  }

  @Test
  void a_failed_run_is_listed_shown_planned_and_restarted() throws IOException {
    mark("broken");
    assertThat(run()).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("praetor runs restart", "--home " + home);
    assertThat(praetor("runs", "list", "--state", "FAILED,crashed")).isZero();
    assertThat(out.toString()).contains("orders", "✗ Failed");
    assertThat(praetor("runs", "list", "--state", "success")).isZero();
    assertThat(out.toString()).contains("No runs.");
    assertThat(praetor("runs", "show", "latest")).isZero();
    assertThat(out.toString())
        .contains("2 Success, 1 Failed", "✗ ship[1] Failed", "given     2, ")
        .contains("order 2 has no address", "at Orders.ship(Orders.java:", "because of it: total");
    assertThat(praetor("runs", "restart", "latest", "--plan")).isZero();
    assertThat(out.toString())
        .contains("orders: reused", "ship: 1 of 3 will run", "ship[1]: it was Failed")
        .contains("total: will run (it was TriggerFailed)");
    JsonNode failed = latest();
    Files.delete(folder.resolve("broken"));
    assertThat(praetor("runs", "restart", "latest", "--quiet")).isZero();
    JsonNode again = latest();
    assertThat(again.path("restartOf")).isEqualTo(failed.path("id"));
    assertThat(again.path("value").asInt()).isEqualTo(60);
    assertThat(praetor("runs", "show", "latest", "ship[1]")).isZero();
    assertThat(out.toString()).contains("given", "1. 2", "returned", "20", "history", "attempt 1");
    assertThat(praetor("runs", "results", "latest", "total")).isZero();
    assertThat(out.toString()).isEqualToIgnoringNewLines("60");
  }

  @Test
  void a_stored_run_is_the_document_that_the_run_printed() {
    assertThat(run("--json")).isZero();
    JsonNode printed = JsonMapper.shared().readTree(out.toString());
    JsonNode stored = latest();
    assertThat(stored).isEqualTo(printed);
  }

  @Test
  void without_history_no_file_is_left() {
    assertThat(run("--no-history")).isZero();
    assertThat(Path.of(home)).doesNotExist();
    assertThat(praetor("runs", "list")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no store at " + home);
  }

  @Test
  void a_home_that_cannot_be_written_is_refused_before_anything_runs() throws IOException {
    Files.writeString(Path.of(home), "a file");
    mark("hangs");
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(home, "--home DIR", "--no-history");
    assertThat(folder.resolve("begun")).doesNotExist();
  }

  @Test
  void wrong_names_say_what_there_is() {
    assertThat(run("--quiet")).isZero();
    assertThat(praetor("runs", "show", "ffff")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no run 'ffff'");
    assertThat(praetor("runs", "show", "abc")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("at least 4 characters");
    assertThat(praetor("runs", "show", "latest", "nothing")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("it has orders, ship, total");
    assertThat(praetor("runs", "restart", "latest", "--from", "ship[7]")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no task run 'ship[7]'");
    assertThat(praetor("runs", "resume", "latest")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("has ended as Success");
    assertThat(praetor("runs", "delete", "latest", "--yes")).isZero();
    assertThat(praetor("runs", "show", "latest")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there are no runs yet");
  }

  @Tag("process")
  @Test
  void a_killed_run_is_lost_and_can_be_resumed() throws Exception {
    mark("hangs");
    Process victim = start("run", source, "-p", "folder=" + folder);
    awaitFile("begun");
    awaitState("ship", "Mapped");
    victim.destroyForcibly().waitFor();
    assertThat(praetor("runs", "list")).isZero();
    assertThat(out.toString()).contains("Lost", "its process has ended; praetor runs resume");
    String id = latest().path("id").asString();
    Files.delete(folder.resolve("hangs"));
    assertThat(run("--resume", "--quiet")).isZero();
    JsonNode ended = latest();
    assertThat(ended.path("id").asString()).isEqualTo(id);
    assertThat(ended.path("state").asString()).isEqualTo("Success");
    assertThat(ended.path("value").asInt()).isEqualTo(60);
  }

  @Tag("process")
  @Test
  void a_run_whose_processes_died_too_often_is_crashed_and_can_be_resumed() throws Exception {
    mark("hangs");
    Process victim = start("run", source, "-p", "folder=" + folder);
    awaitFile("begun");
    awaitState("ship", "Mapped");
    victim.destroyForcibly().waitFor();
    String id = latest().path("id").asString();
    try (RunStore store = RunStore.open(new StoreLocation.Home(Path.of(home)))) {
      store.giveUp(store.find(RunId.parse(id)).orElseThrow());
    }
    assertThat(praetor("runs", "show", "latest")).isZero();
    assertThat(out.toString())
        .contains("Crashed: 1 of its processes died", "while ship[1] was in progress")
        .contains("praetor runs resume " + id.substring(0, 13));
    Files.delete(folder.resolve("hangs"));
    assertThat(praetor("runs", "restart", "latest", "--plan")).isZero();
    assertThat(out.toString()).contains("orders: reused", "ship: 1 of 3 will run");
    assertThat(praetor("runs", "resume", "latest", "--quiet")).isZero();
    JsonNode ended = latest();
    assertThat(ended.path("id").asString()).isEqualTo(id);
    assertThat(ended.path("state").asString()).isEqualTo("Success");
    assertThat(ended.path("value").asInt()).isEqualTo(60);
  }

  @Tag("process")
  @Test
  void two_concurrent_runs_share_a_home() throws Exception {
    List<Process> both =
        List.of(
            start("run", source, "-p", "folder=" + folder),
            start("run", source, "-p", "folder=" + folder));
    for (Process each : both) {
      assertThat(each.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(each.exitValue()).isZero();
    }
    assertThat(praetor("runs", "list", "--state", "success", "--json")).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).size()).isEqualTo(2);
  }

  @Tag("process")
  @Test
  void a_run_is_cancelled_from_another_process() throws Exception {
    mark("hangs");
    Process other = start("run", source, "-p", "folder=" + folder);
    awaitFile("begun");
    assertThat(praetor("runs", "delete", "latest", "--yes")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("nothing was deleted. Cancel it first");
    assertThat(praetor("runs", "cancel", "latest", "--why", "wrong office")).isZero();
    assertThat(out.toString()).contains("is Cancelled: wrong office");
    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(other.exitValue()).isEqualTo(ExitCode.CANCELLED);
  }

  @Tag("process")
  @Test
  void an_approval_is_given_from_another_process() throws Exception {
    String approval = Path.of("..", "examples", "hello", "Approval.java").toString();
    Process other = start("run", approval, "--wait-for-approval");
    awaitState("approval", "Paused");
    assertThat(praetor("runs", "approve", "latest", "approval")).isZero();
    assertThat(out.toString()).contains("approval is approved.");
    assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(other.exitValue()).isZero();
  }

  @Test
  void maps_within_maps_and_flows_within_flows_are_shown_and_restarted() throws IOException {
    String nested =
        Files.writeString(
                folder.resolve("Grid.java"),
                """
                import static dev.praetor.Praetor.*;
                import dev.praetor.*;
                import java.util.List;
                class Grid {
                  static List<Integer> columns(String row) { return List.of(1, 2); }
                  static String cell(String row, int column) {
                    if (row.equals("b") && column == 2) throw new IllegalStateException("no " + row + column);
                    return row + column;
                  }
                  static String join(List<String> all) { return String.join(",", all); }
                  static String twice(String text) { return text + text; }
                  static Flow<String> grid() {
                    Flow<String> inner =
                        Flow.define("inner", f -> Task.of(Grid::twice).call(f.parameter("text", String.class)));
                    return Flow.define("grid", f -> {
                      f.run(inner, with("text", "p"));
                      return Task.of(Grid::join).call(f.forEach(each(value(List.of("a", "b"))),
                          row -> Task.of(Grid::join).call(Task.of(Grid::cell)
                              .map(row, each(Task.of(Grid::columns).call(row))).collect())).collect());
                    });
                  }
                }
                """)
            .toString();
    assertThat(praetor("run", nested)).isEqualTo(ExitCode.FAILED);
    assertThat(praetor("runs", "show", "latest")).isZero();
    assertThat(out.toString()).contains("3 Success, 1 Failed", "cell[1][1] Failed");
    assertThat(out.toString()).doesNotContain("✗ cell Failed\n");
    assertThat(praetor("runs", "results", "latest", "cell")).isZero();
    assertThat(out.toString())
        .isEqualToNormalizingNewlines(
            "cell[0][0] = \"a1\"\ncell[0][1] = \"a2\"\ncell[1][0] = \"b1\"\n");
    assertThat(praetor("runs", "restart", "latest")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("no b2");
    assertThat(praetor("runs", "list", "--flow", "inner", "--json")).isZero();
    String inner = JsonMapper.shared().readTree(out.toString()).path(0).path("id").asString();
    assertThat(praetor("runs", "show", inner)).isZero();
    assertThat(out.toString()).contains("given     \"p\"", "returned  \"pp\"");
    assertThat(praetor("runs", "replay", inner, "twice")).isZero();
    assertThat(out.toString()).contains("\"pp\"");
    assertThat(praetor("runs", "replay", inner, "twice", "--as-test=" + folder))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("flow 'inner' is only a part of other flows");
    assertThat(praetor("runs", "resume", inner)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("is a part of run", "resume that run");
  }

  private Process start(String... args) throws IOException {
    List<String> command = TestJvm.program(args);
    command.add("--home=" + home);
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("output-" + System.nanoTime() + ".txt").toFile())
        .start();
  }

  private void awaitFile(String name) {
    await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve(name)));
  }

  /** Waits until a node is recorded on disk in a state. */
  private void awaitState(String node, String state) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            praetor("runs", "show", "latest", node, "--json") == 0
                && JsonMapper.shared()
                    .readTree(out.toString())
                    .path("state")
                    .asString()
                    .equals(state));
  }
}
