package dev.praetor.store.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.ChildJvm;
import dev.praetor.store.FreshLocation;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.RunOrigin;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten processes write to one store; three of them are killed, and their runs are resumed. */
@Tag("long")
class TenProcessesTest {
  private static final int PROCESSES = 10;
  private static final int KILLED = 3;
  private static final int WIDTH = 1_500;
  private static final int SLOTS = 16;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  @TempDir Path folder;
  private final List<Process> writers = new ArrayList<>();

  /**
   * A process that runs its flow. Its arguments are the number of its flow, its ledger, and {@code
   * home FOLDER} or {@code postgres URL USER PASSWORD}.
   */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      StoreLocation where =
          args[2].equals("home")
              ? new StoreLocation.Home(Path.of(args[3]))
              : new StoreLocation.Postgres(args[3], args[4], args[5]);
      try (RunStore store = RunStore.open(where)) {
        run(store, flow(args[0], new Ledger(Path.of(args[1])))).run();
      }
    }
  }

  private static LocalRun<Integer> run(RunStore store, Flow<Integer> flow) {
    return LocalRun.of(flow)
        .with(s ->
            s.withPersistence(
                new RunSettings.Persistence(
                    store.journal(flow, new RunOrigin("chaos", "chaos")),
                    s.persistence().cache())));
  }

  private static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static int size(List<Integer> all) {
    return all.size();
  }

  private static Flow<Integer> flow(String name, Ledger ledger) {
    return Flow.define(
        name,
        f ->
            Task.of("size", Integer.class, TenProcessesTest::size)
                .call(
                    Task.of("child", Integer.class, (Integer x) -> noted(ledger, x))
                        .concurrency(SLOTS)
                        .map(Praetor.each(Praetor.value(upTo(WIDTH))))
                        .collect()));
  }

  private static int noted(Ledger ledger, int x) {
    TaskContext now = TaskContext.current();
    ledger.write(new Ledger.Line(true, now.node(), now.index()));
    return x;
  }

  @AfterEach
  void end() {
    writers.forEach(Process::destroyForcibly);
  }

  private Path ledger(int number) {
    return folder.resolve("ledger-" + number);
  }

  @Test
  void of_ten_processes_on_one_home_nothing_is_lost_and_nothing_ended_runs_again()
      throws Exception {
    Path home = folder.resolve("home");
    check(new StoreLocation.Home(home), "home", home.toString());
  }

  @Test
  void of_ten_processes_on_one_server_nothing_is_lost_and_nothing_ended_runs_again()
      throws Exception {
    StoreLocation.Postgres where = FreshLocation.onPostgres();
    check(where, "postgres", where.url(), where.user(), where.password());
  }

  private void check(StoreLocation where, String... address) throws Exception {
    RunStore.open(where).close();
    for (int i = 0; i < PROCESSES; i++) {
      List<String> arguments = new ArrayList<>(List.of("flow-" + i, ledger(i).toString()));
      arguments.addAll(List.of(address));
      writers.add(
          ChildJvm.of(Writer.class, List.of("-Xmx128m"), arguments.toArray(String[]::new))
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("said-" + i).toFile())
              .start());
    }
    for (int i = 0; i < KILLED; i++) {
      int victim = i;
      await()
          .atMost(PATIENCE)
          .until(() -> length(ledger(victim)) > (long) Ledger.LENGTH * WIDTH / 4);
      writers.get(i).destroyForcibly();
    }
    for (Process each : writers) {
      assertThat(each.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
    try (RunStore store = RunStore.open(where)) {
      for (int i = 0; i < PROCESSES; i++) {
        StoredRun run = only(store, "flow-" + i);
        List<Ledger.Line> before = Ledger.read(ledger(i));
        Set<Integer> ended = ended(store, run.id());
        if (run.isLost()) {
          resume(store, run.id(), i);
        }
        checkEnded(store, run.id(), before);
        List<Ledger.Line> all = Ledger.read(ledger(i));
        assertThat(all.subList(before.size(), all.size()))
            .as("children that had ended and ran again")
            .noneMatch(line -> ended.contains(line.index()));
      }
    }
  }

  private static long length(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static StoredRun only(RunStore store, String flow) {
    List<StoredRun> all = store.list(RunFilter.all().withFlow(flow));
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private void resume(RunStore store, RunId run, int number) {
    store.claim(run);
    Flow<Integer> flow = flow("flow-" + number, new Ledger(ledger(number)));
    assertThat(run(store, flow).resuming(store.recorded(run, flow)).run().value()).isEqualTo(WIDTH);
  }

  private static Set<Integer> ended(RunStore store, RunId run) {
    return store.taskRuns(run, TaskRunFilter.all().withNode("child").withLimit(2 * WIDTH)).stream()
        .filter(child -> child.index() >= 0 && child.state().isFinished())
        .map(StoredTaskRun::index)
        .collect(Collectors.toSet());
  }

  /** Checks that all children have ended, and that their process began none of them twice. */
  private static void checkEnded(RunStore store, RunId run, List<Ledger.Line> begun) {
    assertThat(store.find(run).orElseThrow().state()).isInstanceOf(State.Success.class);
    assertThat(store.counts(run, "child")).isEqualTo(Map.of(StateType.SUCCESS, WIDTH));
    assertThat(begun).extracting(Ledger.Line::index).doesNotHaveDuplicates();
  }
}
