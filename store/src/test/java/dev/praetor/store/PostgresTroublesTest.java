package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Troubles of a real server while a run is in progress: the run waits, and nothing is lost. */
@Tag("database")
class PostgresTroublesTest {
  private static final int WIDTH = 400;
  private static final int HALF = 200;
  private static final int SLOTS = 4;
  @TempDir static Path folder;
  private static RestartableServer server;
  private final CountDownLatch reached = new CountDownLatch(SLOTS);
  private final CountDownLatch gate = new CountDownLatch(1);

  @BeforeAll
  static void startServer() throws IOException {
    server = new RestartableServer(folder.resolve("data"));
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @AfterEach
  void open() {
    gate.countDown();
  }

  /** The second half of the children waits at the gate, so that they end during the trouble. */
  private int twice(int x) throws InterruptedException {
    if (x >= HALF) {
      reached.countDown();
      gate.await();
    }
    return 2 * x;
  }

  private Flow<Integer> flow() {
    return Flow.define(
        "held",
        f ->
            Task.of(Flows::size)
                .call(
                    Task.of("twice", Integer.class, this::twice)
                        .concurrency(SLOTS)
                        .map(each(Task.of(Flows::upTo).call(value(WIDTH))))
                        .collect()));
  }

  /** A run of which half has ended and the other half waits at the gate. */
  record Scene(String database, RunStore store, FlowRun<Integer> run, CountDownLatch gate) {
    /** Lets the run go on. */
    void open() {
      gate.countDown();
    }

    /** Lets the run go on, and waits until the store has noticed the trouble. */
    void openAndAwaitFailures(int atLeast) {
      int before = store.failures();
      open();
      await()
          .atMost(StoreTest.PATIENCE)
          .until(() -> store.failures() >= before + atLeast || isEnded());
    }

    private boolean isEnded() throws InterruptedException {
      return run.await(Duration.ZERO).isPresent();
    }

    /** Gives all new sessions a setting, while the run goes on. */
    void withSetting(String name, String value) throws SQLException {
      server.execute("ALTER DATABASE " + database + " SET " + name + " = " + value);
      server.terminate(database);
      openAndAwaitFailures(3);
      server.execute("ALTER DATABASE " + database + " RESET " + name);
      server.terminate(database);
    }
  }

  record Trouble(String name, Course course) {
    interface Course {
      void of(Scene scene) throws Exception;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Trouble> troubles() {
    return Stream.of(
        new Trouble(
            "the server is stopped immediately",
            scene -> {
              server.end("QUIT");
              scene.openAndAwaitFailures(1);
              server.start();
            }),
        new Trouble(
            "the server is killed",
            scene -> {
              server.end("KILL");
              scene.openAndAwaitFailures(1);
              server.start();
            }),
        new Trouble(
            "the server is gone for a while",
            scene -> {
              server.end("INT");
              scene.openAndAwaitFailures(2);
              server.start();
            }),
        new Trouble(
            "all processes of the server stand still",
            scene -> {
              server.signalAll("STOP");
              scene.open();
              assertThat(scene.run.await(Duration.ofSeconds(3))).isEmpty();
              server.signalAll("CONT");
            }),
        new Trouble(
            "all sessions are terminated many times",
            scene -> {
              scene.open();
              for (int i = 0; i < 60; i++) {
                server.terminate(scene.database);
              }
            }),
        new Trouble(
            "the database is read-only for a while",
            scene -> scene.withSetting("default_transaction_read_only", "on")),
        new Trouble(
            "statements have a millisecond", scene -> scene.withSetting("statement_timeout", "1")),
        new Trouble(
            "a table is locked",
            scene -> {
              try (Connection other = server.connect(scene.database);
                  Statement statement = other.createStatement()) {
                other.setAutoCommit(false);
                statement.execute("LOCK TABLE task_run IN ACCESS EXCLUSIVE MODE");
                scene.open();
                await()
                    .atMost(StoreTest.PATIENCE)
                    .until(() -> server.sessions(scene.database, "wait_event_type = 'Lock'") > 0);
                assertThat(scene.run.await(Duration.ZERO)).isEmpty();
                other.rollback();
              }
            }),
        new Trouble(
            "idle sessions are ended",
            scene -> {
              for (String setting :
                  List.of("idle_session_timeout", "idle_in_transaction_session_timeout")) {
                server.execute("ALTER DATABASE " + scene.database + " SET " + setting + " = 100");
              }
              server.terminate(scene.database);
              await()
                  .atMost(StoreTest.PATIENCE)
                  .until(() -> server.sessions(scene.database, "true") == 0);
              scene.open();
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("troubles")
  void a_run_outlives(Trouble trouble) throws Exception {
    StoreLocation.Postgres where = server.database("postgres");
    try (RunStore store = RunStore.open(where)) {
      FlowRun<Integer> run = Flows.local(store, flow()).start();
      assertThat(reached.await(60, TimeUnit.SECONDS)).isTrue();
      List<StoredTaskRun> acknowledged = successes(store, run.id());
      trouble.course.of(new Scene(RestartableServer.name(where), store, run, gate));
      assertThat(run.await(StoreTest.PATIENCE).orElseThrow().value()).isEqualTo(WIDTH);
      assertThat(store.counts(run.id(), "twice")).isEqualTo(Map.of(StateType.SUCCESS, WIDTH));
      assertThat(successes(store, run.id())).hasSize(WIDTH).containsAll(acknowledged);
      assertThat(store.taskRun(run.id(), TaskPath.parse("size")).orElseThrow().value())
          .contains(Integer.toString(WIDTH));
    }
  }

  static Stream<Trouble> longTroubles() {
    return Stream.of(
        new Trouble(
            "all processes of the server stand still for 45 seconds",
            scene -> {
              server.signalAll("STOP");
              scene.open();
              assertThat(scene.run.await(Duration.ofSeconds(45))).isEmpty();
              server.signalAll("CONT");
            }),
        new Trouble(
            "the server is gone for 60 seconds",
            scene -> {
              server.end("INT");
              scene.open();
              assertThat(scene.run.await(Duration.ofSeconds(60))).isEmpty();
              server.start();
            }),
        new Trouble(
            "the server is gone for 60 seconds while nothing ends",
            scene -> {
              server.end("QUIT");
              assertThat(scene.run.await(Duration.ofSeconds(60))).isEmpty();
              server.start();
              scene.open();
            }));
  }

  @Tag("long")
  @ParameterizedTest(name = "{0}")
  @MethodSource("longTroubles")
  void a_run_outlives_also(Trouble trouble) throws Exception {
    a_run_outlives(trouble);
  }

  private static List<StoredTaskRun> successes(RunStore store, RunId run) {
    return store.taskRuns(run, TaskRunFilter.all().withNode("twice").withLimit(2 * WIDTH)).stream()
        .filter(each -> each.index() >= 0 && each.state() instanceof State.Success)
        .toList();
  }

  @Test
  void a_role_with_two_connections_is_enough_for_a_run() throws Exception {
    server.execute("CREATE ROLE two LOGIN CONNECTION LIMIT 2");
    gate.countDown();
    try (RunStore store = RunStore.open(server.database("two"))) {
      FlowRun<Integer> run = Flows.local(store, flow()).start();
      assertThat(run.await(StoreTest.PATIENCE).orElseThrow().value()).isEqualTo(WIDTH);
      assertThat(store.counts(run.id(), "twice")).isEqualTo(Map.of(StateType.SUCCESS, WIDTH));
    }
  }

  /** A process that runs a flow in a store. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] args) {
      try (RunStore store = RunStore.open(new StoreLocation.Postgres(args[0], args[1], "x"))) {
        System.out.println("value " + Flows.run(store, Flows.wide(args[2], WIDTH)).value());
      }
    }
  }

  @Tag("long")
  @Test
  void of_three_processes_of_a_role_with_two_connections_each_ends_or_is_refused()
      throws Exception {
    server.execute("CREATE ROLE few LOGIN CONNECTION LIMIT 2");
    StoreLocation.Postgres where = server.database("few");
    RunStore.open(where).close();
    List<Process> writers = new ArrayList<>();
    for (String name : List.of("one", "another", "third")) {
      writers.add(
          ChildJvm.of(Writer.class, List.of(), where.url(), where.user(), name)
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve(name).toFile())
              .start());
    }
    for (Process each : writers) {
      assertThat(each.waitFor(2, TimeUnit.MINUTES)).isTrue();
    }
    long ended = writers.stream().filter(each -> each.exitValue() == 0).count();
    assertThat(ended).isPositive();
    try (RunStore store = RunStore.open(new StoreLocation.Postgres(where.url(), "postgres", "x"))) {
      assertThat(store.list(RunFilter.all()).stream().map(StoredRun::state))
          .filteredOn(State.Success.class::isInstance)
          .hasSize((int) ended);
    }
  }
}
