package dev.praetor.embedded;

import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.CRASHED;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Praetor;
import dev.praetor.RunFailed;
import dev.praetor.RunId;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.store.history.RunHistory;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Runs whose processes die again and again. */
@Tag("process")
@Tag("database")
class CrashLimitTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** The engine of a process that a task of the flow kills. */
  private static Optional<PraetorEngine> victim = Optional.empty();

  private static int die(int x) {
    if (victim.isPresent()) {
      awaitRecord(victim.get().history());
      Runtime.getRuntime().halt(137);
    }
    return 2 * x;
  }

  /** Waits until the begin of the inner flow is recorded, which is delayed for a moment. */
  private static void awaitRecord(RunHistory history) {
    RunId run = history.list(RunFilter.all().withFlow("deadly")).getFirst().id();
    await().atMost(PATIENCE).until(() -> history.taskRun(run, TaskPath.parse("inner")).isPresent());
  }

  private static Flow<Integer> deadly(int crashes) {
    var before = Task.of("before", Integer.class, (Integer x) -> x + 1);
    var die = Task.of("die", Integer.class, (Integer x) -> die(x));
    Flow<Integer> inner =
        Flow.define("inner", flow -> die.call(flow.parameter("x", Integer.class)));
    return Flow.define("deadly", flow -> flow.run(inner, Praetor.with("x", before.call(value(20)))))
        .crashes(crashes);
  }

  /** The process that dies: it serves the flow, and starts a run unless there is one. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      PraetorEngine praetor = Praetor.open(Places.valueOf(args[0]).at(args[1]));
      victim = Optional.of(praetor);
      Flow<Integer> flow = deadly(1);
      praetor.serve(flow);
      if (praetor.history().list(RunFilter.all()).isEmpty()) {
        praetor.start(flow);
      }
      new CountDownLatch(1).await();
    }
  }

  private static void liveAndDie(Places place, String address) throws Exception {
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Victim.class.getName(),
                place.name(),
                address)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(victim.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(victim.exitValue()).isEqualTo(137);
    } finally {
      victim.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_run_that_kills_its_processes_is_given_up_until_a_person_resumes_it(Places place)
      throws Exception {
    String address = place.freshAddress();
    liveAndDie(place, address);
    liveAndDie(place, address);
    Flow<Integer> flow = deadly(1);
    try (PraetorEngine praetor = Praetor.open(place.at(address))) {
      RunId id = praetor.history().list(RunFilter.all().withFlow("deadly")).getFirst().id();
      EngineRun<Integer> run = praetor.follow(id, flow);
      praetor.serve(flow);
      FlowResult<Integer> crashed = run.await(PATIENCE).orElseThrow();
      assertThat(crashed.state().type()).isEqualTo(CRASHED);
      assertThat(crashed.state().message())
          .startsWith("2 of its processes died, the last of them (")
          .contains("while", "was in progress", "a person may resume or restart it");
      assertThatThrownBy(crashed::value).isInstanceOf(RunFailed.class);
      assertThat(
              praetor.history().list(RunFilter.all().withFlow("inner")).getFirst().state().type())
          .isEqualTo(CRASHED);

      run.resume("ann", "it is mended");
      assertThat(run.await(PATIENCE).orElseThrow().value()).isEqualTo(42);
      assertThat(run.recorded().history())
          .extracting(entry -> entry.state().type())
          .containsSubsequence(RUNNING, CRASHED, RUNNING, SUCCESS);
      assertThat(run.recorded().history())
          .anyMatch(entry -> entry.state().message().equals("resumed by ann: it is mended"));
      assertThat(praetor.history().taskRun(id, TaskPath.parse("before")).orElseThrow().attempts())
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_process_that_is_closed_hands_its_runs_over_which_is_no_crash(Places place)
      throws Exception {
    String address = place.freshAddress();
    CountDownLatch never = new CountDownLatch(1);
    RunId id;
    try (PraetorEngine first = Praetor.open(place.at(address).grace(Duration.ZERO))) {
      id = first.start(waiting(never)).id();
      await()
          .atMost(PATIENCE)
          .until(() -> first.history().taskRun(id, TaskPath.parse("wait")).isPresent());
    }
    CountDownLatch open = new CountDownLatch(0);
    Flow<Integer> flow = waiting(open);
    try (PraetorEngine second = Praetor.open(place.at(address))) {
      second.serve(flow);
      EngineRun<Integer> run = second.follow(id, flow);
      assertThat(run.await(PATIENCE).orElseThrow().state().type()).isEqualTo(SUCCESS);
      StoredRun recorded = run.recorded();
      assertThat(recorded.owner().crashes()).isZero();
    }
  }

  private static Flow<Integer> waiting(CountDownLatch gate) {
    var wait =
        Task.of(
            "wait",
            Integer.class,
            (Integer x) -> {
              gate.await();
              return x;
            });
    return Flow.define("waiting", flow -> wait.call(value(1))).crashes(0);
  }
}
