package dev.praetor.cli;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Retry;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.engine.CurrentTask;
import dev.praetor.server.PraetorServer;
import dev.praetor.server.ServerOptions;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands that read give the same texts, documents and exit codes, whether they open a home or ask
 * the server on it.
 */
class SamePlacesTest {
  private final CountDownLatch gate = new CountDownLatch(1);
  @TempDir private Path home;
  private PraetorEngine engine;
  private PraetorServer server;
  private RunStore store;

  /** The outcome of a command. */
  private record Outcome(int status, String out, String err) {}

  @BeforeEach
  void start() {
    engine = Praetor.open(Home.of(home));
    server =
        PraetorServer.start(
            new ServerOptions(
                home, new StoreLocation.Home(home), "127.0.0.1", 0, Duration.ofSeconds(5), "test"),
            List.of(),
            InstantSource.system());
    store = RunStore.openToRead(new StoreLocation.Home(home));
  }

  @AfterEach
  void stop() {
    gate.countDown();
    store.close();
    server.close();
    engine.close();
  }

  private Outcome call(List<String> place, String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(place);
    int status =
        Main.execute(
            new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
    return new Outcome(status, withoutSpans(out.toString()), err.toString());
  }

  /** Leaves out how long something takes that is still in progress. */
  private static String withoutSpans(String text) {
    return text.replaceAll("( +for)? +\\d+(\\.\\d+)? (ms|s)\\b", " N s");
  }

  private List<String> onHome() {
    return List.of("--home=" + home);
  }

  private List<String> onServer() {
    return List.of("--server=" + server.url(), "--key-file=" + PraetorServer.keyFile(home));
  }

  /** Checks that a command has the same outcome in both places, and returns it. */
  private Outcome same(String... args) {
    Outcome local = call(onHome(), args);
    assertThat(call(onServer(), args)).as("%s", List.of(args)).isEqualTo(local);
    assertThat(local.err()).doesNotContain("an unexpected error");
    return local;
  }

  private String succeeds(String... args) {
    Outcome outcome = same(args);
    assertThat(outcome.status()).as("%s", outcome.err()).isZero();
    return outcome.out();
  }

  private static void log(String text) {
    CurrentTask.log(Instant.now(), "WARN", "tests", () -> text);
  }

  private static BigDecimal half(int n) throws IOException {
    log("halving " + n);
    if (n % 2 == 1) {
      throw new IllegalStateException("odd: " + n, new IOException("the cause of " + n));
    }
    return new BigDecimal("0.50").multiply(BigDecimal.valueOf(n));
  }

  private static Flow<?> halves() {
    return Flow.define(
        "halves",
        flow ->
            Task.of(SamePlacesTest::half)
                .retry(Retry.times(1))
                .map(each(value(List.of(1, 2, 3, 4))))
                .collect());
  }

  private static Map<String, Object> report(String name) {
    TaskContext.current().artifact("report.md", "# " + name);
    log("reporting\n" + name);
    return Map.of(
        "name", name, "numbers", List.of(1, 2.5, new BigDecimal("1.10")), "text", "ä\n\"");
  }

  private static Flow<?> reporting() {
    return Flow.define(
        "reporting",
        flow -> Task.of(SamePlacesTest::report).call(flow.parameter("name", String.class)));
  }

  private Flow<String> holding() {
    return Flow.define(
        "holding",
        flow ->
            Task.of(
                    "hold",
                    String.class,
                    () -> {
                      TaskContext.current().progress(0.5, "half way");
                      log("it holds");
                      gate.await();
                      return "held";
                    })
                .call());
  }

  private static Flow<String> release() {
    return Flow.define(
        "release",
        flow ->
            Task.of("ship", String.class, () -> "shipped").call().after(flow.approval("Ship it?")));
  }

  private static String brief(RunId id) {
    return id.toString().substring(0, 18);
  }

  @Test
  void runs_are_listed() {
    assertThat(succeeds("runs", "list")).contains("No runs.");
    for (int i = 0; i < 3; i++) {
      engine.run(reporting(), Praetor.with("name", "n" + i));
    }
    engine.run(halves());
    RunId waiting = engine.start(release()).id();
    awaitPaused(waiting);
    assertThat(succeeds("runs", "list").lines()).hasSize(6);
    assertThat(succeeds("runs", "list", "--json")).contains("\"name\" : \"n2\"");
    assertThat(succeeds("runs", "list", "--state", "failed")).contains("halves");
    assertThat(succeeds("runs", "list", "--state", "paused")).contains("waits for approval");
    assertThat(succeeds("runs", "list", "--flow", "reporting", "--limit", "2").lines())
        .hasSize(4)
        .last()
        .isEqualTo("… and more; see --limit");
    assertThat(succeeds("runs", "list", "--state", "lost")).contains("No runs.");
    succeeds("runs", "list", "--since", "1h");
    succeeds("runs", "list", "--label", "team=shop");
    same("runs", "list", "--state", "nonsense");
    same("runs", "list", "--limit", "0");
  }

  private void awaitPaused(RunId id) {
    await()
        .until(
            () -> store.find(id).filter(run -> run.state().type() == StateType.PAUSED).isPresent());
  }

  @Test
  void a_run_is_shown() {
    RunId failed = engine.run(halves()).id();
    RunId good = engine.run(reporting(), Praetor.with("name", "Ann")).id();
    assertThat(succeeds("runs", "show", brief(failed))).contains("odd: ", "2 of half");
    assertThat(succeeds("runs", "show", brief(failed), "--json")).contains("the cause of 1");
    assertThat(succeeds("runs", "show", brief(failed), "half[0]"))
        .contains("halving 1", "the cause of 1", "from", "attempt 2");
    succeeds("runs", "show", brief(failed), "half[0]", "--json");
    succeeds("runs", "show", brief(failed), "half");
    assertThat(succeeds("runs", "show", "latest")).contains("1.10", "report.md");
    succeeds("runs", "show", good.toString(), "--full");
    assertThat(succeeds("runs", "show", "latest", "report")).contains("report.md", "reporting");
    succeeds("runs", "show", "latest", "--follow");
    same("runs", "show", "latest", "none");
    same("runs", "show", "ffff");
    same("runs", "show", "x");
    same("runs", "show", brief(good).substring(0, 4));
  }

  @Test
  void logs_results_and_artifacts_are_printed() {
    RunId failed = engine.run(halves()).id();
    engine.run(reporting(), Praetor.with("name", "Ann"));
    assertThat(succeeds("runs", "logs", brief(failed)).lines()).hasSize(6);
    succeeds("runs", "logs", "latest", "--json");
    assertThat(succeeds("runs", "logs", brief(failed), "half[0]").lines()).hasSize(2);
    assertThat(succeeds("runs", "logs", brief(failed), "--level", "error")).isEmpty();
    succeeds("runs", "logs", "latest", "--follow");
    same("runs", "logs", "latest", "--level", "loud");
    assertThat(succeeds("runs", "results", "latest", "report")).contains("1.10");
    assertThat(succeeds("runs", "results", brief(failed))).contains("half[1] = 1.00");
    succeeds("runs", "results", brief(failed), "half", "--json");
    same("runs", "results", brief(failed), "half[0]");
    same("runs", "results", brief(failed), "none");
    assertThat(succeeds("runs", "artifacts", "latest")).contains("report.md");
    assertThat(succeeds("runs", "artifacts", "latest", "report.md")).isEqualTo("# Ann\n");
    succeeds("runs", "artifacts", "latest", "--json");
    same("runs", "artifacts", "latest", "none");
  }

  @Test
  void what_runs_and_waits_is_shown() {
    RunId run = engine.start(holding()).id();
    await().until(() -> !store.progress(run, 1).isEmpty());
    await().until(() -> store.lastLog(run, "hold", -1).isPresent());
    assertThat(succeeds("runs", "show", "latest")).contains("50 %: half way", "it holds");
    succeeds("runs", "why", "latest");
    succeeds("runs", "why", "latest", "hold");
    succeeds("runs", "why", "latest", "--json");
    RunId approval = engine.start(release()).id();
    awaitPaused(approval);
    succeeds("runs", "show", "latest");
    same("runs", "approve", "latest", "ship");
    same("runs", "approve", "latest", "none");
    same("runs", "set-state", "latest", "Success", "--why", "x");
    same("runs", "set-state", "latest", "Nonsense", "--why", "x");
    same("runs", "set-state", "latest", "Success", "--task", "ship", "--why", "x");
    same("runs", "delete", "latest");
  }
}
