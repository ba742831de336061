package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.store.model.OrderAnswer;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Orders whose receiver, a real process, is killed before or after it obeys. */
@EnabledOnOs(OS.LINUX)
@Tag("process")
class KilledBeforeOrderTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  @TempDir Path folder;
  private @Nullable Process owner;

  /** The owner. Its argument is the home. */
  static final class Owner {
    private Owner() {}

    public static void main(String[] args) throws Exception {
      try (RunStore store = RunStore.open(new StoreLocation.Home(Path.of(args[0])))) {
        FlowRun<Integer> run = Flows.local(store, flow()).start();
        try (AutoCloseable _ = store.watch(run.id(), order -> OrderAnswer.of(run, order))) {
          run.await();
        }
      }
    }
  }

  static int hang(int x) throws InterruptedException {
    new CountDownLatch(1).await();
    return x;
  }

  private static Flow<Integer> flow() {
    return Flow.define(
        "hanging",
        f ->
            Task.of(Flows::twice)
                .call(Task.of(KilledBeforeOrderTest::hang).call(Praetor.value(1))));
  }

  private StoreLocation home() {
    return new StoreLocation.Home(folder.resolve("home"));
  }

  @BeforeEach
  void start() throws Exception {
    owner =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Owner.class.getName(),
                folder.resolve("home").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("owner.log").toFile())
            .start();
  }

  @AfterEach
  void end() throws Exception {
    kill();
  }

  private void kill() throws InterruptedException {
    Process process = owner;
    if (process != null) {
      process.destroyForcibly().waitFor();
    }
  }

  private void stop() throws Exception {
    Process process = owner;
    assertThat(process).isNotNull();
    if (process != null) {
      new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).start().waitFor();
    }
  }

  private static RunId awaitRunning(RunStore store) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            store.list(RunFilter.all()).stream()
                .flatMap(run -> store.taskRun(run.id(), TaskPath.parse("hang")).stream())
                .anyMatch(row -> row.state().type() == StateType.RUNNING));
    return store.list(RunFilter.all()).getFirst().id();
  }

  private static FlowRun<Integer> resumed(RunStore store, RunId id) {
    StoredRun lost = store.settled(store.find(id).orElseThrow(), true);
    LocalRun<Integer> local = Flows.local(store, flow());
    return local.resuming(store.resume(lost, flow())).start();
  }

  @Test
  void an_order_that_a_killed_process_did_not_see_is_obeyed_by_the_next_one() throws Exception {
    try (RunStore store = RunStore.open(home())) {
      RunId id = awaitRunning(store);
      stop();
      store.order(id, new RunOrder.Pause("ada", "wait"));
      store.order(id, new RunOrder.Finish("hang", "21", "ada", "by hand"));
      kill();
      FlowRun<Integer> run = resumed(store, id);
      try (AutoCloseable _ = store.watch(id, order -> OrderAnswer.of(run, order))) {
        await().atMost(PATIENCE).until(() -> store.orders(id).isEmpty());
        assertThat(store.recorded(id).orElseThrow().state().message())
            .startsWith("paused by ada: wait");
        store.order(id, new RunOrder.Resume("ada", ""));
        assertThat(run.await().value()).isEqualTo(42);
      }
    }
  }

  @Test
  void a_process_that_is_killed_when_it_has_obeyed_leaves_a_paused_run() throws Exception {
    try (RunStore store = RunStore.open(home())) {
      RunId id = awaitRunning(store);
      store.order(id, new RunOrder.Pause("ada", "wait"));
      await()
          .atMost(PATIENCE)
          .until(() -> store.recorded(id).orElseThrow().state() instanceof State.Paused);
      kill();
      FlowRun<Integer> run = resumed(store, id);
      try (AutoCloseable _ = store.watch(id, order -> OrderAnswer.of(run, order))) {
        store.order(id, new RunOrder.Skip("hang", "bob", ""));
        assertThat(run.await().state().type()).isEqualTo(StateType.SUCCESS);
        assertThat(store.find(id).orElseThrow().history())
            .extracting(each -> each.state().name())
            .containsExactly("Pending", "Running", "Paused", "Success");
      }
    }
  }
}
