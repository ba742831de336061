package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Owners that are real processes: killed, stopped, and woken after they have lost their run. */
@EnabledOnOs(OS.LINUX)
@Tag("long")
class StoppedOwnerTest {
  private static final int SLICES = 400;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int TAKEN = 17;
  @TempDir Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  /** The owner. Its arguments are the home and the ledger. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] args) {
      try (RunStore store = RunStore.open(new StoreLocation.Home(Path.of(args[0])))) {
        Flows.run(store, flow(Path.of(args[1])));
      } catch (RunOwnershipLost lost) {
        System.exit(TAKEN);
      }
    }
  }

  private static Flow<Integer> flow(Path ledger) {
    return Flow.define(
        "slices",
        f ->
            Task.of(Flows::size)
                .call(
                    Task.of("slice", Integer.class, (Integer n) -> write(ledger, n))
                        .concurrency(1)
                        .map(Praetor.each(Task.of(Flows::upTo).call(Praetor.value(SLICES))))
                        .collect()));
  }

  /** Writes down which process works on an element, slowly. */
  private static int write(Path ledger, int n) throws IOException, InterruptedException {
    Files.writeString(
        ledger,
        ProcessHandle.current().pid() + " " + n + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    TimeUnit.MILLISECONDS.sleep(100);
    return n;
  }

  private Path ledger() {
    return folder.resolve("ledger");
  }

  private Path home() {
    return folder.resolve("home");
  }

  private Process start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Owner.class.getName(),
                home().toString(),
                ledger().toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("owner.log").toFile())
            .start();
    started.add(process);
    await().atMost(PATIENCE).until(() -> lines().size() > 5);
    return process;
  }

  private List<String> lines() throws IOException {
    return Files.exists(ledger()) ? Files.readAllLines(ledger()) : List.of();
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private static StoredRun only(RunStore store) {
    List<StoredRun> all = store.list(RunFilter.all());
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @Test
  void an_owner_that_was_stopped_for_longer_than_its_lease_wakes_up_and_starts_no_more_code()
      throws Exception {
    Process owner = start();
    signal(owner, "STOP");
    int before = lines().size();
    try (RunStore store = RunStore.open(new StoreLocation.Home(home()))) {
      RunId run = only(store).id();
      store.claim(run);
      signal(owner, "CONT");
      assertThat(owner.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(owner.exitValue()).isEqualTo(TAKEN);
      assertThat(lines()).hasSize(before);
      Flow<Integer> flow = flow(ledger());
      assertThat(Flows.local(store, flow).resuming(store.recorded(run, flow)).run().value())
          .isEqualTo(SLICES);
    }
    // The element that was in progress may have been worked on twice, and no other.
    assertThat(lines().size()).isBetween(SLICES, SLICES + 1);
  }

  @Test
  void of_five_processes_that_resume_a_lost_run_only_one_does() throws Exception {
    Process owner = start();
    owner.destroyForcibly().waitFor();
    List<RunStore> stores = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(5)) {
      List<Callable<Boolean>> claims = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        RunStore store = RunStore.open(new StoreLocation.Home(home()));
        stores.add(store);
        claims.add(() -> {
          try {
            store.claim(only(store).id());
            return true;
          } catch (StoreFailed refused) {
            return false;
          }
        });
      }
      int won = 0;
      for (Future<Boolean> claim : threads.invokeAll(claims)) {
        won += claim.get() ? 1 : 0;
      }
      assertThat(won).isEqualTo(1);
      assertThat(only(stores.getFirst()).state()).isInstanceOf(State.Running.class);
    } finally {
      stores.forEach(RunStore::close);
    }
  }

  @Test
  void a_killed_owner_is_known_to_be_dead_at_once() throws Exception {
    Process owner = start();
    owner.destroyForcibly().waitFor();
    try (RunStore store = RunStore.open(new StoreLocation.Home(home()))) {
      assertThat(only(store).isLost()).isTrue();
      long before = System.nanoTime();
      store.claim(only(store).id());
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
    }
  }
}
