package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.store.json.JsonValues;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

@Tag("process")
class CrashTest {
  private static final int WIDTH = 500;
  @TempDir static Path folder;

  /**
   * Writes an element to the ledger outside the store; it runs once the element's upstream is
   * durable.
   */
  static int note(int x) throws IOException {
    Files.writeString(
        Path.of(Objects.requireNonNull(System.getProperty("ledger"))),
        x + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return x;
  }

  static Flow<Integer> flow() {
    return Flow.define(
        "ledger",
        f -> {
          Mapped<Integer> doubled =
              Task.of(Flows::twice).map(each(Task.of(Flows::upTo).call(value(WIDTH))));
          return Task.of(Flows::size).call(Task.of(CrashTest::note).map(doubled).collect());
        });
  }

  /** The process that is killed. */
  static final class Victim {
    private Victim() {}

    public static void main(String[] args) {
      try (RunStore store = RunStore.open(new StoreLocation.Home(Path.of(args[0])))) {
        Flows.run(store, flow().concurrency(8));
      }
    }
  }

  @RepeatedTest(3)
  void a_result_that_was_acted_on_survives_a_kill() throws Exception {
    Path home = Files.createTempDirectory(folder, "crash");
    Path ledger = Files.createTempFile(folder, "ledger", ".txt");
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dledger=" + ledger,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                Victim.class.getName(),
                home.toString())
            .inheritIO()
            .start();
    try {
      int moment = ThreadLocalRandom.current().nextInt(1, WIDTH - 50);
      await()
          .atMost(StoreTest.PATIENCE)
          .pollInterval(Duration.ofMillis(1))
          .until(() -> lines(ledger).size() >= moment);
    } finally {
      victim.destroyForcibly().waitFor();
    }
    List<String> noted = lines(ledger);
    try (RunStore store = RunStore.openToRead(new StoreLocation.Home(home))) {
      StoredRun run = store.list(RunFilter.all()).getFirst();
      assertThat(run.isLost()).isTrue();
      assertThat(run.owner().name()).contains("process " + victim.pid());
      Map<Integer, StoredTaskRun> kept =
          store.taskRuns(run.id(), TaskRunFilter.all().withNode("twice")).stream()
              .collect(Collectors.toMap(StoredTaskRun::index, Function.identity()));
      assertThat(noted).isNotEmpty();
      for (String line : noted) {
        StoredTaskRun child = kept.get(Integer.parseInt(line) / 2);
        assertThat(child).as("the run whose result was %s", line).isNotNull();
        assertThat(Objects.requireNonNull(child).state()).isInstanceOf(State.Success.class);
        assertThat(JsonValues.read(child, TestCodecs.of(int.class)).value())
            .isEqualTo(Integer.parseInt(line));
      }
    }
  }

  private static List<String> lines(Path file) throws IOException {
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }
}
