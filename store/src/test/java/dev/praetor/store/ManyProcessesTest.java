package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.TaskRunFilter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class ManyProcessesTest {
  private static final int WIDTH = 3_000;
  @TempDir Path home;

  /**
   * A process that reports when it has opened the store, and runs its flow when it receives a byte.
   */
  static final class StoreProcess {
    private StoreProcess() {}

    public static void main(String[] args) throws IOException {
      try (RunStore store = RunStore.open(new StoreLocation.Home(Path.of(args[0])))) {
        Flows.run(store, Flows.wide("warm-" + args[1], 1));
        System.out.println("open");
        if (System.in.read() >= 0) {
          Flows.run(store, Flows.wide(args[1], WIDTH));
        }
      }
    }
  }

  private Process start(String flow) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                StoreProcess.class.getName(),
                home.toString(),
                flow)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String line = said.readLine();
    while (line != null && !line.equals("open")) {
      line = said.readLine();
    }
    assertThat(line).isEqualTo("open");
    return process;
  }

  private static void go(Process process) throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
  }

  private static void ended(Process process) throws InterruptedException {
    assertThat(process.waitFor(StoreTest.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  private StoredRun only(RunStore store, String flow) {
    List<StoredRun> runs = store.list(RunFilter.all().withFlow(flow));
    assertThat(runs).hasSize(1);
    return runs.getFirst();
  }

  @Test
  void two_processes_write_to_one_home_concurrently() throws Exception {
    Process one = start("one");
    Process other = start("other");
    try {
      go(one);
      go(other);
      ended(one);
      ended(other);
    } finally {
      one.destroyForcibly();
      other.destroyForcibly();
    }
    try (RunStore store = RunStore.openToRead(new StoreLocation.Home(home))) {
      for (String flow : List.of("one", "other")) {
        StoredRun run = only(store, flow);
        assertThat(run.state()).isInstanceOf(State.Success.class);
        assertThat(run.owner().alive()).isFalse();
        assertThat(store.counts(run.id(), "twice")).isEqualTo(Map.of(StateType.SUCCESS, WIDTH));
        assertThat(store.taskRuns(run.id(), TaskRunFilter.all())).hasSize(WIDTH + 3);
      }
    }
  }

  @Test
  void a_process_suspended_between_transactions_does_not_block_others() throws Exception {
    Process suspended = start("suspended");
    try {
      signal("STOP", suspended);
      try (RunStore store = RunStore.open(new StoreLocation.Home(home))) {
        assertThat(Flows.run(store, Flows.wide("meanwhile", 100)).value()).isEqualTo(100);
      }
      signal("CONT", suspended);
      go(suspended);
      ended(suspended);
    } finally {
      suspended.destroyForcibly();
    }
  }

  private static void signal(String name, Process process) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start();
    assertThat(kill.waitFor()).isZero();
    Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
    if (Files.exists(stat)) {
      await().until(() -> Files.readString(stat).contains(") T ") == name.equals("STOP"));
    }
  }
}
