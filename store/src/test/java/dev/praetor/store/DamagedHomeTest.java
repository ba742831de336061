package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Praetor;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A home that is deleted, replaced or damaged while a run is in progress. */
@Execution(ExecutionMode.CONCURRENT)
class DamagedHomeTest {
  /** The guard of the file finds the damage, or the next write, whichever comes first. */
  private static final String DAMAGED = "while it was in use|is damaged";

  @TempDir Path folder;
  private final CountDownLatch gate = new CountDownLatch(1);
  private final CountDownLatch reached = new CountDownLatch(1);

  @AfterEach
  void open() {
    gate.countDown();
  }

  private int hold(int x) throws InterruptedException {
    reached.countDown();
    gate.await();
    return x;
  }

  private interface Damage {
    void to(Path home) throws Exception;
  }

  /** Lets somebody damage the home while a run is in progress, and returns the run. */
  private void damaged(Damage damage, String message) throws Exception {
    Path home = folder.resolve("home");
    RunStore store = RunStore.open(SqliteDatabase.in(home), StoreOptions.defaults());
    Flows.run(store, Flows.wide("before", 2_000));
    Flow<Integer> flow = Flow.define("held", f -> Task.of(this::hold).call(Praetor.value(1)));
    FlowRun<Integer> run = Flows.local(store, flow).start();
    reached.await();
    damage.to(home);
    // Nobody opens the gate: the writer notices by itself.
    assertThatThrownBy(run::await)
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining(home.resolve("praetor.db").toString())
        .hasMessageFindingMatch(message);
    assertThatThrownBy(() -> Flows.run(store, flow)).hasMessageFindingMatch(message);
    store.close();
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static void garbage(Path file, long from) throws IOException {
    byte[] noise = new byte[(int) Math.max(100_000, Files.size(file) - from)];
    new Random(7).nextBytes(noise);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(noise), from);
    }
  }

  private static void truncate(Path file, long size) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(size);
    }
  }

  @Test
  void a_home_that_is_deleted_ends_the_run() throws Exception {
    damaged(DamagedHomeTest::delete, "was deleted while it was in use");
  }

  @Test
  void a_database_that_is_deleted_ends_the_run() throws Exception {
    damaged(
        home -> {
          Files.delete(home.resolve("praetor.db"));
          Files.delete(home.resolve("praetor.db-wal"));
          Files.delete(home.resolve("praetor.db-shm"));
        },
        "was deleted while it was in use");
  }

  @Test
  void a_database_that_is_replaced_ends_the_run() throws Exception {
    damaged(
        home -> {
          Path other = Files.createFile(folder.resolve("other"));
          Files.move(other, home.resolve("praetor.db"), StandardCopyOption.REPLACE_EXISTING);
        },
        "was replaced by another file while it was in use");
  }

  @Test
  void a_database_that_is_emptied_ends_the_run() throws Exception {
    damaged(home -> truncate(home.resolve("praetor.db"), 0), DAMAGED);
  }

  @Test
  void a_database_that_is_truncated_ends_the_run() throws Exception {
    damaged(home -> truncate(home.resolve("praetor.db"), 40_960), DAMAGED);
  }

  @Test
  void garbage_over_the_database_ends_the_run() throws Exception {
    damaged(home -> garbage(home.resolve("praetor.db"), 0), DAMAGED);
  }

  @Test
  void a_log_of_the_database_that_is_truncated_ends_the_run() throws Exception {
    damaged(home -> truncate(home.resolve("praetor.db-wal"), 8_000), DAMAGED);
  }

  @Test
  void garbage_over_the_log_of_the_database_ends_the_run() throws Exception {
    damaged(home -> garbage(home.resolve("praetor.db-wal"), 0), DAMAGED);
  }

  /**
   * The log and the index of the log belong to the database, whose file alone may then be too old;
   * so its guard may end the run, with the reason, but never in silence.
   */
  @ParameterizedTest
  @ValueSource(strings = {"praetor.db-wal", "praetor.db-shm", "writer.lock", "blobs"})
  void of_a_file_beside_the_database_that_is_deleted_the_run_says_so_or_needs_it_not(String name)
      throws Exception {
    Path home = folder.resolve("home");
    StoreLocation where = new StoreLocation.Home(home);
    FlowRun<Integer> run;
    boolean isSuccess;
    try (RunStore store = RunStore.open(where)) {
      Flow<Integer> flow = Flow.define("held", f -> Task.of(this::hold).call(Praetor.value(1)));
      run = Flows.local(store, flow).start();
      reached.await();
      delete(home.resolve(name));
      gate.countDown();
      isSuccess = run.await().state() instanceof State.Success;
    } catch (StoreFailed failed) {
      assertThat(failed).hasMessageContaining("while it was in use");
      return;
    }
    assertThat(isSuccess).isTrue();
    try (RunStore store = RunStore.open(where)) {
      assertThat(store.find(run.id()).orElseThrow().state()).isInstanceOf(State.Success.class);
    }
  }

  @Test
  void a_database_that_is_replaced_by_a_copy_ends_the_run() throws Exception {
    damaged(
        home -> {
          Path copy = Files.copy(home.resolve("praetor.db"), folder.resolve("copy"));
          Files.move(copy, home.resolve("praetor.db"), StandardCopyOption.REPLACE_EXISTING);
        },
        "was replaced by another file while it was in use");
  }

  @Test
  void a_home_that_is_moved_keeps_the_history() throws Exception {
    Path home = folder.resolve("home");
    Path moved = folder.resolve("moved");
    FlowRun<Integer> run;
    try (RunStore store = RunStore.open(new StoreLocation.Home(home))) {
      Flow<Integer> flow = Flow.define("held", f -> Task.of(this::hold).call(Praetor.value(1)));
      run = Flows.local(store, flow).start();
      reached.await();
      Files.move(home, moved);
      gate.countDown();
      assertThat(run.await().state()).isInstanceOf(State.Success.class);
    }
    try (RunStore store = RunStore.open(new StoreLocation.Home(moved))) {
      assertThat(store.find(run.id()).orElseThrow().state()).isInstanceOf(State.Success.class);
    }
  }

  @Test
  void a_home_that_is_moved_and_whose_place_is_taken_ends_the_run() throws Exception {
    damaged(
        home -> {
          Files.move(home, folder.resolve("moved"));
          Files.createDirectories(home);
        },
        "was moved away from its folder");
  }

  @Test
  void a_home_that_is_moved_and_replaced_by_a_new_one_ends_the_run() throws Exception {
    damaged(
        home -> {
          Files.move(home, folder.resolve("moved"));
          RunStore.open(new StoreLocation.Home(home)).close();
        },
        "was replaced by another file while it was in use");
  }
}
