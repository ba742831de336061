package dev.praetor.cli.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.cli.TestJvm;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Real processes that run a flow on its schedule, and are stopped, woken and terminated. */
@Tag("process")
@Execution(ExecutionMode.CONCURRENT)
class ScheduledProcessesTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final List<Process> processes = new ArrayList<>();
  @TempDir private Path folder;

  private RunStore store;

  @BeforeEach
  void open() {
    store = RunStore.open(new StoreLocation.Home(folder.resolve("home")));
  }

  @AfterEach
  void kill() {
    processes.forEach(Process::destroyForcibly);
    store.close();
  }

  private Process start(Path output) throws IOException {
    Path source = folder.resolve("Ticking.java");
    Files.writeString(
        source,
        """
        import static dev.praetor.Praetor.*;
        import dev.praetor.*;
        import java.time.Duration;
        class Ticking {
          static int tick(int x) { return x; }
          static Flow<Integer> flow() {
            return Flow.define("ticking", f -> Task.of(Ticking::tick).call(value(1)))
                .scheduled(Schedule.of(every(Duration.ofSeconds(2))));
          }
        }
        """);
    Process process =
        new ProcessBuilder(
                TestJvm.program(
                    "run", source.toString(), "--on-schedule", "--home=" + folder.resolve("home")))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    processes.add(process);
    return process;
  }

  private static void signal(String name, Process process)
      throws IOException, InterruptedException {
    int sent =
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    assertThat(sent).isZero();
  }

  /** Returns the due times of the recorded runs, oldest first. */
  private List<Instant> due() {
    return store.list(RunFilter.all()).stream()
        .map(StoredRun::times)
        .map(StoredRun.RunTimes::scheduled)
        .sorted()
        .toList();
  }

  private void awaitRuns(int atLeast) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .until(() -> due().size() >= atLeast);
  }

  @Test
  void two_processes_on_one_home_make_one_run_an_instant_and_end_on_sigterm() throws Exception {
    Path output = folder.resolve("first.txt");
    Process first = start(output);
    Process second = start(folder.resolve("second.txt"));
    awaitRuns(5);
    signal("TERM", first);
    signal("TERM", second);
    assertThat(first.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(first.exitValue()).as(Files.readString(output)).isEqualTo(ExitCode.CANCELLED);
    assertThat(due()).doesNotHaveDuplicates();
  }

  @Test
  void a_process_that_stood_still_makes_up_the_newest_missed_run_only() throws Exception {
    Path output = folder.resolve("stopped.txt");
    Process process = start(output);
    awaitRuns(1);
    signal("STOP", process);
    Instant stopped = Instant.now();
    Instant woken = stopped.plusSeconds(13);
    await().atMost(PATIENCE).until(() -> Instant.now().isAfter(woken));
    signal("CONT", process);
    await().atMost(PATIENCE).until(() -> Files.readString(output).contains("are passed over"));
    int before = due().size();
    awaitRuns(before + 1);
    signal("TERM", process);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(due())
        .filteredOn(each -> each.isAfter(stopped.plusSeconds(2)) && each.isBefore(woken))
        .hasSizeLessThanOrEqualTo(1);
    assertThat(due()).doesNotHaveDuplicates();
  }
}
