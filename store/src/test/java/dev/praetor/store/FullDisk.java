package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Praetor;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.store.db.SqliteDatabase;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program of {@link FullDiskTest}, whose disk no other process sees. */
final class FullDisk {
  private static final int WIDTH = 20_000;
  private static final int HALF = 2_000;
  private static final CountDownLatch REACHED = new CountDownLatch(1);
  private static final CountDownLatch GATE = new CountDownLatch(1);

  private final Path disk;
  private final Path home;
  private final Path filler;

  private FullDisk(Path disk) {
    this.disk = disk;
    this.home = disk.resolve("home");
    this.filler = disk.resolve("filler");
  }

  /** Runs a scene; its arguments are the folder of the disk and the name of the scene. */
  public static void main(String[] args) throws Exception {
    FullDisk full = new FullDisk(Path.of(args[0]));
    switch (args[1]) {
      case "in-the-middle-of-a-run" -> full.whileItRuns();
      case "when-it-starts" -> full.whenItStarts();
      case "and-the-process-is-killed" -> full.andKilled();
      case "and-cannot-be-written-to" -> full.readOnly();
      default -> full.victim();
    }
    System.out.println("as expected");
    System.exit(0);
  }

  private static int hold(int x) throws InterruptedException {
    if (x >= HALF) {
      REACHED.countDown();
      GATE.await();
    }
    return x;
  }

  private static Flow<Integer> flow() {
    return Flow.define(
        "held",
        f ->
            Task.of(Flows::size)
                .call(
                    Task.of("hold", Integer.class, FullDisk::hold)
                        .concurrency(4)
                        .map(Praetor.each(Task.of(Flows::upTo).call(Praetor.value(WIDTH))))
                        .collect()));
  }

  private RunStore open() {
    return RunStore.open(new StoreLocation.Home(home));
  }

  /** Takes all room of the disk. */
  private void fill() throws IOException {
    try (OutputStream out = Files.newOutputStream(filler)) {
      byte[] bytes = new byte[4_096];
      while (true) {
        out.write(bytes);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("No space");
    }
  }

  private void whileItRuns() throws Exception {
    try (RunStore store = open()) {
      FlowRun<Integer> run = Flows.local(store, flow()).start();
      REACHED.await();
      fill();
      GATE.countDown();
      await().atMost(StoreTest.PATIENCE).until(() -> store.failures() > 1);
      assertThat(run.await(Duration.ZERO)).isEmpty();
      Files.delete(filler);
      checkWhole(store, run);
    }
    checkIntegrity();
  }

  private static void checkWhole(RunStore store, FlowRun<Integer> run) throws Exception {
    assertThat(run.await(StoreTest.PATIENCE).orElseThrow().value()).isEqualTo(WIDTH);
    assertThat(store.counts(run.id(), "hold")).isEqualTo(Map.of(StateType.SUCCESS, WIDTH));
    assertThat(store.find(run.id()).orElseThrow().state()).isInstanceOf(State.Success.class);
  }

  private void checkIntegrity() throws Exception {
    try (Connection connection = SqliteDatabase.in(home).writing().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(row.next()).isTrue();
      assertThat(row.getString(1)).isEqualTo("ok");
    }
  }

  private void whenItStarts() throws IOException {
    fill();
    assertThatThrownBy(() -> open().close())
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining(home.toString());
    Files.delete(filler);
    try (RunStore store = open()) {
      assertThat(Flows.run(store, Flows.wide("wide", 3)).value()).isEqualTo(3);
    }
  }

  /** Runs until the disk has been filled and a write has failed, and stays there. */
  private void victim() throws Exception {
    try (RunStore store = open()) {
      FlowRun<Integer> run = Flows.local(store, flow()).start();
      REACHED.await();
      fill();
      GATE.countDown();
      await().atMost(StoreTest.PATIENCE).until(() -> store.failures() > 1);
      Files.createFile(disk.resolveSibling("full"));
      run.await();
    }
  }

  private void andKilled() throws Exception {
    Process victim =
        ChildJvm.of(FullDisk.class, List.of(), disk.toString(), "victim").inheritIO().start();
    try {
      await()
          .atMost(StoreTest.PATIENCE)
          .until(() -> Files.exists(disk.resolveSibling("full")) || !victim.isAlive());
      assertThat(victim.isAlive()).isTrue();
    } finally {
      assertThat(victim.destroyForcibly().waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    Files.delete(filler);
    try (RunStore store = open()) {
      StoredRun lost = store.list(RunFilter.all()).getFirst();
      assertThat(lost.isLost()).isTrue();
      checkIntegrity();
      GATE.countDown();
      store.claim(lost.id());
      Flow<Integer> flow = flow();
      checkWhole(store, Flows.local(store, flow).resuming(store.recorded(lost.id(), flow)).start());
    }
  }

  /** Mounts the home once more, to read only; files that are open can still be written to. */
  private void readOnly() throws Exception {
    try (RunStore store = open()) {
      FlowRun<Integer> run = Flows.local(store, flow()).start();
      REACHED.await();
      for (String[] mount :
          List.of(
              new String[] {"mount", "--bind", home.toString(), home.toString()},
              new String[] {"mount", "-o", "remount,bind,ro", home.toString()})) {
        assertThat(new ProcessBuilder(mount).inheritIO().start().waitFor()).isZero();
      }
      assertThat(Files.isWritable(home)).isFalse();
      GATE.countDown();
      checkWhole(store, run);
    }
  }
}
