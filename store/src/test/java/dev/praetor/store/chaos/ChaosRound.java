package dev.praetor.store.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/** A run that is killed at random moments, then allowed to end, and compared with its ledger. */
final class ChaosRound {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int ALL_LINES = 6 * ChaosFlow.WIDTH;
  private final StoreLocation location;
  private final RunStore store;
  private final Path folder;
  private final Path ledger;
  private final RandomGenerator random;
  private final String classPath;
  private final Set<RunId> before = new HashSet<>();
  private final List<Snapshot> snapshots = new ArrayList<>();
  private Optional<RunId> run = Optional.empty();

  /**
   * The task runs that had ended when a process was killed, and the number of lines in the ledger.
   */
  private record Snapshot(Set<String> ended, int lines) {}

  ChaosRound(
      StoreLocation location, RunStore store, Path folder, String classPath, RandomGenerator random)
      throws IOException {
    this.location = location;
    this.store = store;
    this.folder = folder;
    this.random = random;
    this.classPath = classPath;
    this.ledger = Files.createTempFile(folder, "ledger", ".txt");
    store.list(RunFilter.all()).forEach(each -> before.add(each.id()));
  }

  /** Plays the round, and returns how often the run was killed. */
  int play() throws Exception {
    int kills = 1 + random.nextInt(4);
    for (int i = 0; i < kills; i++) {
      Process victim = start();
      boolean ended = killAtRandom(victim);
      find();
      if (ended) {
        kills = i;
        break;
      }
      inspect();
    }
    if (!isEnded()) {
      Process last = start();
      assertThat(last.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(last.exitValue()).as(() -> log()).isZero();
      find();
    }
    judge();
    Files.delete(ledger);
    return kills;
  }

  private Process start() throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + folder.resolve("victim.jsa"),
                "--enable-native-access=ALL-UNNAMED",
                "-D" + ChaosFlow.LEDGER + "=" + ledger,
                "-cp",
                classPath,
                Victim.class.getName()));
    ProcessBuilder victim =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("victim.log").toFile());
    switch (location) {
      case StoreLocation.Home home -> command.addAll(List.of("home", home.folder().toString()));
      case StoreLocation.Postgres database -> {
        command.addAll(List.of("postgres", database.url()));
        victim.environment().put(Victim.USER, database.user());
        victim.environment().put(Victim.PASSWORD, database.password());
      }
      case StoreLocation.Provided _ ->
          throw new IllegalArgumentException("a data source cannot be passed to a process");
    }
    run.ifPresent(id -> command.add(id.toString()));
    return victim.start();
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("victim.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /**
   * Kills the process once the ledger has grown by a random part, and returns whether the process
   * ended before.
   */
  private boolean killAtRandom(Process victim) throws Exception {
    long wanted = (long) Ledger.LENGTH * random.nextInt(ALL_LINES);
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .pollDelay(Duration.ZERO)
        .until(() -> Files.size(ledger) >= wanted || !victim.isAlive());
    boolean ended = !victim.isAlive();
    if (ended) {
      assertThat(victim.exitValue()).as(() -> log()).isZero();
    }
    victim.destroyForcibly().waitFor();
    return ended;
  }

  private void find() {
    if (run.isEmpty()) {
      run =
          store.list(RunFilter.all()).stream()
              .map(StoredRun::id)
              .filter(id -> !before.contains(id))
              .findFirst();
    }
  }

  private boolean isEnded() {
    return run.flatMap(store::find).filter(found -> found.state().isFinished()).isPresent();
  }

  private Map<String, StoredTaskRun> rows() {
    Map<String, StoredTaskRun> rows = new HashMap<>();
    run.ifPresent(id ->
        store
            .taskRuns(id, TaskRunFilter.all().withLimit(20_000))
            .forEach(row -> rows.put(row.node() + " " + row.index(), row)));
    return rows;
  }

  /** Checks after a kill that the store contains all results that were acted on. */
  private void inspect() {
    List<Ledger.Line> lines = Ledger.read(ledger);
    Map<String, StoredTaskRun> rows = rows();
    Map<String, String> upstream = Map.of("second", "first", "third", "second");
    for (Ledger.Line line : lines) {
      String needed = upstream.get(line.node());
      if (line.starts() && needed != null) {
        assertThat(rows.get(needed + " " + line.index()))
            .as("%s[%d], which %s[%d] was given", needed, line.index(), line.node(), line.index())
            .isNotNull()
            .extracting(row -> row.state().type())
            .isEqualTo(StateType.SUCCESS);
      }
    }
    Set<String> ended = new HashSet<>();
    rows.forEach((name, row) -> {
      if (row.state().isFinished()) {
        ended.add(name);
      }
    });
    snapshots.add(new Snapshot(ended, lines.size()));
  }

  private void judge() {
    List<Ledger.Line> lines = Ledger.read(ledger);
    Map<String, StoredTaskRun> rows = rows();
    for (Snapshot snapshot : snapshots) {
      assertThat(
              lines.subList(snapshot.lines(), lines.size()).stream()
                  .map(line -> line.node() + " " + line.index())
                  .filter(snapshot.ended()::contains))
          .as("ended task runs that were started again")
          .isEmpty();
      snapshot
          .ended()
          .forEach(name -> assertThat(rows.get(name)).as("%s was acknowledged", name).isNotNull());
    }
    Map<String, Integer> starts = new HashMap<>();
    Set<String> returned = new HashSet<>();
    for (Ledger.Line line : lines) {
      String name = line.node() + " " + line.index();
      if (line.starts()) {
        starts.merge(name, 1, Integer::sum);
      } else {
        returned.add(name);
      }
    }
    long sum = 0;
    int crashed = 0;
    for (int i = 0; i < ChaosFlow.WIDTH; i++) {
      assertEnded(rows, returned, "first", i, StateType.SUCCESS, i + 1);
      assertThat(starts.getOrDefault("second " + i, 0))
          .as("starts of second[%d]", i)
          .isLessThanOrEqualTo(1);
      boolean hasCrashed = state(rows, "second", i) == StateType.CRASHED;
      if (hasCrashed) {
        crashed++;
        assertThat(state(rows, "third", i)).isEqualTo(StateType.TRIGGER_FAILED);
        assertThat(starts).doesNotContainKey("third " + i);
      } else {
        assertEnded(rows, returned, "second", i, StateType.SUCCESS, 2 * (i + 1));
        assertEnded(rows, returned, "third", i, StateType.SUCCESS, ChaosFlow.expected(i));
        sum += ChaosFlow.expected(i);
      }
    }
    StoredRun ended = run.flatMap(store::find).orElseThrow();
    assertThat(ended.state().name()).isEqualTo(crashed == 0 ? "Success" : "Failed");
    Map<StateType, Integer> wanted =
        new HashMap<>(Map.of(StateType.SUCCESS, ChaosFlow.WIDTH - crashed));
    if (crashed > 0) {
      wanted.put(StateType.CRASHED, crashed);
    }
    assertThat(nonZero(store.counts(ended.id(), "second"))).isEqualTo(wanted);
    if (crashed == 0) {
      StoredTaskRun total = rows.get("sum -1");
      assertThat(total).isNotNull();
      assertThat(total.value()).contains(Long.toString(sum));
    }
    assertThat(ended.history().getLast().state()).isInstanceOf(State.Finished.class);
  }

  private static Map<StateType, Integer> nonZero(Map<StateType, Integer> counts) {
    Map<StateType, Integer> some = new HashMap<>(counts);
    some.values().removeIf(n -> n == 0);
    return some;
  }

  private static StateType state(Map<String, StoredTaskRun> rows, String node, int index) {
    StoredTaskRun row = rows.get(node + " " + index);
    assertThat(row).as("%s[%d]", node, index).isNotNull();
    return row.state().type();
  }

  private static void assertEnded(
      Map<String, StoredTaskRun> rows,
      Set<String> returned,
      String node,
      int index,
      StateType type,
      int value) {
    assertThat(state(rows, node, index)).as("%s[%d]", node, index).isEqualTo(type);
    StoredTaskRun row = Objects.requireNonNull(rows.get(node + " " + index));
    assertThat(row.value()).as("%s[%d]", node, index).contains(Integer.toString(value));
    assertThat(returned).contains(node + " " + index);
  }
}
