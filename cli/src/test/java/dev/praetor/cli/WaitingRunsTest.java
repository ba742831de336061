package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.cli.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs of the command line that wait, have a key, or have labels. */
class WaitingRunsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String GATE = "praetor.test.waiting";
  private static final String SOURCE =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.util.concurrent.CountDownLatch;
      class Parcels {
        static int pack(int n) throws Exception {
          if (System.getProperties().get("praetor.test.waiting") instanceof CountDownLatch gate) gate.await();
          if (n < 0) throw new IllegalArgumentException("no parcel");
          return n;
        }
        static Flow<Integer> flow() {
          return Flow.define("parcels", f -> Task.of(Parcels::pack).call(f.parameter("n", 3).secret()));
        }
      }
      """;

  /** An execution of the program in this process, and its output. */
  private record Use(StringWriter out, StringWriter err, FutureTask<Integer> code) {
    static Use of(List<String> args) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      String[] all = args.toArray(String[]::new);
      FutureTask<Integer> code =
          new FutureTask<>(
              () -> Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), all));
      Thread.ofPlatform().daemon().start(code);
      return new Use(out, err, code);
    }

    int status() throws Exception {
      return code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Waits until the program has said why its run waits, and returns that. */
    String waits() {
      await().atMost(PATIENCE).until(() -> err.toString().contains("waits: "));
      return err.toString().lines().filter(line -> line.startsWith("waits: ")).findFirst().get();
    }

    JsonNode json() {
      return JsonMapper.shared().readTree(out.toString());
    }
  }

  private CountDownLatch gate = new CountDownLatch(1);
  @TempDir private Path folder;
  private String source = "";

  @BeforeEach
  void writeFlow() throws IOException {
    source = Files.writeString(folder.resolve("Parcels.java"), SOURCE).toString();
  }

  @AfterEach
  void openGate() {
    gate.countDown();
    System.getProperties().remove(GATE);
  }

  private void closeGate() {
    gate = new CountDownLatch(1);
    System.getProperties().put(GATE, gate);
  }

  private Use start(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    return Use.of(all);
  }

  private String praetor(String... args) throws Exception {
    Use use = start(args);
    assertThat(use.status()).as("%s", use.err()).isZero();
    return use.out().toString();
  }

  private String refusal(String... args) throws Exception {
    Use use = start(args);
    assertThat(use.status()).as("%s", use.out()).isEqualTo(ExitCode.USAGE);
    return use.err().toString();
  }

  private JsonNode latest() throws Exception {
    return JsonMapper.shared().readTree(praetor("runs", "show", "latest", "--json"));
  }

  private String latestState() throws Exception {
    Use shown = start("runs", "list", "--limit", "1", "--json");
    return shown.status() == 0 && !shown.json().isEmpty()
        ? shown.json().get(0).path("state").asString()
        : "";
  }

  /** Starts a run that takes the only place of its flow, and returns it when it has begun. */
  private Use runThatTakesTheLimit() throws Exception {
    assertThat(praetor("limits", "set", "parcels", "1", "--flow")).contains("is 1");
    closeGate();
    Use run = start("run", source, "--quiet");
    await().atMost(PATIENCE).until(() -> latestState().equals("Running"));
    return run;
  }

  @Test
  void a_run_waits_for_the_limit_of_its_flow_and_says_so() throws Exception {
    Use holder = runThatTakesTheLimit();
    String held = latest().path("id").asString();
    Use waits = start("run", source, "-p", "n=5", "--json");
    String reason = "the flow's limit of 1 is reached by " + held;
    assertThat(waits.waits()).isEqualTo("waits: " + reason);
    assertThat(praetor("runs", "why", "latest")).isEqualToIgnoringNewLines(reason);
    assertThat(latestState()).isEqualTo("Queued");
    gate.countDown();
    assertThat(holder.status()).isZero();
    assertThat(waits.status()).isZero();
    assertThat(waits.json().path("value").asInt()).isEqualTo(5);
  }

  @Test
  void a_restart_waits_for_the_limit_of_its_flow_and_says_so() throws Exception {
    praetor("run", source, "--quiet");
    String first = latest().path("id").asString();
    Use holder = runThatTakesTheLimit();
    Use waits = start("runs", "restart", first, "--from", "all", "-p", "n=7", "--json");
    assertThat(waits.waits()).contains("the flow's limit of 1 is reached by ");
    gate.countDown();
    assertThat(holder.status()).isZero();
    assertThat(waits.status()).isZero();
    assertThat(waits.json().path("restartOf").asString()).isEqualTo(first);
    assertThat(waits.json().path("value").asInt()).isEqualTo(7);
  }

  @Test
  void a_run_waits_for_its_time() throws Exception {
    Use run = start("run", source, "--at", "2s", "--json");
    assertThat(run.waits()).startsWith("waits: it is due at ");
    assertThat(run.status()).isZero();
    assertThat(run.json().path("state").asString()).isEqualTo("Success");
    Use past = start("run", source, "--at", "2026-01-01T00:00", "--json");
    assertThat(past.status()).isZero();
    assertThat(past.err().toString()).doesNotContain("waits");
  }

  @Test
  void a_run_that_waits_is_cancelled_by_another_process() throws Exception {
    Use run = start("run", source, "--at", "1h", "--json");
    run.waits();
    assertThat(praetor("runs", "cancel", "latest", "--why", "not needed")).contains("is Cancelled");
    assertThat(run.status()).isEqualTo(ExitCode.CANCELLED);
    assertThat(run.json().path("message").asString()).contains("not needed");
  }

  @Test
  void a_second_run_with_the_same_key_says_that_the_first_exists() throws Exception {
    String[] first = {"run", source, "--key", "order 7", "-p", "n=1", "--json"};
    Use made = start(first);
    assertThat(made.status()).isZero();
    Use second = start("run", source, "--key", "order 7", "-p", "n=2");
    assertThat(second.status()).isZero();
    assertThat(second.out().toString()).contains("with this key before: it is Success");
    Use again = start(first);
    assertThat(again.status()).isZero();
    assertThat(again.json().path("id")).isEqualTo(made.json().path("id"));
    Use fails = start("run", source, "--key", "order 8", "-p", "n=-1", "--quiet");
    assertThat(fails.status()).isEqualTo(ExitCode.FAILED);
    Use failed = start("run", source, "--key", "order 8", "--quiet");
    assertThat(failed.status()).isEqualTo(ExitCode.FAILED);
    assertThat(failed.err().toString()).contains("it is Failed: ");
    assertThat(praetor("runs", "list", "--json"))
        .satisfies(runs -> assertThat(JsonMapper.shared().readTree(runs)).hasSize(2));
  }

  @Test
  void labels_of_runs_are_shown_and_find_them() throws Exception {
    Use run = start("run", source, "--label", "team=sales", "--label", "shop=Berlin", "--json");
    assertThat(run.status()).isZero();
    praetor("run", source, "--label", "team=stock", "--quiet");
    String id = run.json().path("id").asString();
    assertThat(run.json().path("labels").toString())
        .isEqualTo("{\"team\":\"sales\",\"shop\":\"Berlin\"}");
    assertThat(JsonMapper.shared().readTree(praetor("runs", "show", id, "--json")))
        .isEqualTo(run.json());
    assertThat(praetor("runs", "show", id)).contains("labels     team=sales, shop=Berlin");
    assertThat(praetor("runs", "list", "--label", "team=sales"))
        .contains(id.substring(0, 18))
        .hasLineCount(2);
    assertThat(praetor("runs", "list", "--label", "team=sales", "--label", "shop=Rome"))
        .contains("No runs.");
  }

  @Test
  void terms_that_do_not_fit_are_refused_before_anything_runs() throws Exception {
    assertThat(refusal("run", source, "--at", "soon")).contains("--at takes a span from now");
    assertThat(refusal("run", source, "--label", "sales")).contains("--label takes NAME=VALUE");
    assertThat(refusal("run", source, "--key", "")).contains("an idempotency key has 1 to");
    assertThat(refusal("run", source, "--key", "7", "--no-history")).contains("need a history");
    assertThat(refusal("run", source, "--at", "1h", "--on-schedule"))
        .contains("with --on-schedule the schedule makes the runs");
    assertThat(folder.resolve("home")).doesNotExist();
  }

  @Test
  @Tag("process")
  void ctrl_c_cancels_a_run_that_waits() throws Exception {
    Path output = folder.resolve("output.txt");
    Process process = startProcess(output, "run", source, "--at", "1h");
    await().atMost(PATIENCE).until(() -> Files.readString(output).contains("waits: it is due at"));
    CommandLineTest.interrupt(process);
    assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isEqualTo(ExitCode.CANCELLED);
    assertThat(latestState()).isEqualTo("Cancelled");
    assertThat(latest().path("message").asString()).isEqualTo("cancelled by Ctrl-C");
  }

  @Test
  @Tag("process")
  void a_run_whose_process_was_killed_while_it_waited_is_resumed() throws Exception {
    Use holder = runThatTakesTheLimit();
    Path output = folder.resolve("output.txt");
    Process process = startProcess(output, "run", source, "-p", "n=4");
    await().atMost(PATIENCE).until(() -> Files.readString(output).contains("waits: the flow's"));
    String id = latest().path("id").asString();
    assertThat(refusal("runs", "resume", id, "-p", "n=4")).contains("a process that is alive");
    process.destroyForcibly().waitFor();
    assertThat(praetor("runs", "why", id)).contains("no process that is alive serves flow");
    Use resumed = start("runs", "resume", id, "-p", "n=4", "--json");
    assertThat(resumed.waits()).contains("the flow's limit of 1 is reached by ");
    gate.countDown();
    assertThat(holder.status()).isZero();
    assertThat(resumed.status()).as("%s", resumed.err()).isZero();
    assertThat(resumed.json().path("id").asString()).isEqualTo(id);
    assertThat(resumed.json().path("value").asInt()).isEqualTo(4);
  }

  private Process startProcess(Path output, String... args) throws Exception {
    List<String> command = new ArrayList<>(CommandLineTest.withInterrupts());
    command.addAll(TestJvm.program(args));
    command.add("--home=" + folder.resolve("home"));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
  }
}
