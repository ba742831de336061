package dev.praetor.embedded;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.WaitReason;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that are killed while they hold limits and claims. */
@Tag("process")
class KilledEngineTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final CountDownLatch GATE = new CountDownLatch(1);

  /** True in the process that is killed, whose attempts never end. */
  private static boolean isVictim;

  private static int hold(int x) throws InterruptedException {
    if (isVictim) {
      System.out.println("holds");
      GATE.await();
    }
    return x;
  }

  private static Flow<Integer> flow() {
    return Flow.define(
        "holding",
        f -> Task.of("hold", Integer.class, (Integer x) -> hold(x)).tags("db").call(value(1)));
  }

  /** The process that is killed: it starts a run, whose id it prints, and reports its attempt. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) throws Exception {
      isVictim = true;
      PraetorEngine praetor = Praetor.open(Places.valueOf(args[0]).at(args[1]));
      System.out.println(praetor.start(flow()).id());
      GATE.await();
    }
  }

  /** A process with a run that holds what it holds. */
  private record Running(Process process, RunId run) implements AutoCloseable {
    static Running at(Places place, String address) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty(
                      "surefire.test.class.path", System.getProperty("java.class.path")),
                  Victim.class.getName(),
                  place.name(),
                  address)
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      String id = "";
      boolean holds = false;
      String line = said.readLine();
      while (line != null) {
        if (line.equals("holds")) {
          holds = true;
        } else {
          id = line;
        }
        line = holds && !id.isEmpty() ? null : said.readLine();
      }
      assertThat(holds).isTrue();
      return new Running(process, RunId.parse(id));
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_slots_of_a_killed_process_are_free_and_its_run_is_taken_over(Places place)
      throws Exception {
    String address = place.freshAddress();
    try (PraetorEngine praetor = Praetor.open(place.at(address))) {
      praetor.limits().set(RunLimit.Scope.TAG, "db", 1, "ann");
      try (Running victim = Running.at(place, address)) {
        EngineRun<Integer> waits = praetor.start(flow());
        await()
            .atMost(PATIENCE)
            .until(() ->
                praetor
                    .history()
                    .taskRun(waits.id(), TaskPath.parse("hold"))
                    .filter(found -> found.state().type() == StateType.QUEUED)
                    .isPresent());
        assertThat(praetor.waiting(waits.id()))
            .containsExactly(
                new WaitReason.Limit(
                    "db", 1, List.of(new WaitReason.Holder(victim.run(), "hold")), 1));
        victim.kill();
        assertThat(waits.await(PATIENCE).orElseThrow().value()).isEqualTo(1);
        assertThat(praetor.follow(victim.run(), flow()).await(PATIENCE).orElseThrow().value())
            .isEqualTo(1);
        assertThat(praetor.limits().list()).allMatch(limit -> limit.used() == 0);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_place_of_a_killed_run_in_the_limit_of_its_flow_passes_on_when_it_is_finished(
      Places place) throws Exception {
    String address = place.freshAddress();
    try (PraetorEngine praetor = Praetor.open(place.at(address))) {
      praetor.limits().set(RunLimit.Scope.FLOW, "holding", 1, "ann");
      try (Running victim = Running.at(place, address)) {
        EngineRun<Integer> waits = praetor.start(flow());
        assertThat(praetor.waiting(waits.id()))
            .contains(new WaitReason.FlowLimit(1, List.of(victim.run())));
        victim.kill();
        assertThat(waits.await(PATIENCE).orElseThrow().value()).isEqualTo(1);
        assertThat(praetor.find(victim.run()).orElseThrow().state().type())
            .isEqualTo(StateType.SUCCESS);
      }
    }
  }
}
