package dev.praetor.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Praetor;
import dev.praetor.StateType;
import dev.praetor.postgres.PostgresServer;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoredRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Two processes that serve a flow on one PostgreSQL, and are killed at random moments. */
@Tag("process")
@Tag("database")
class KilledServersTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int LONGEST_LIFE = 3_000;
  private static final int PAGE = 500;

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private final String url = PostgresServer.create().url();
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void kill() {
    processes.forEach(Process::destroyForcibly);
  }

  private Process start() throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                ScheduleVictim.class.getName(),
                url)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    processes.add(process);
    return process;
  }

  @Test
  void no_instant_is_missed_or_doubled_though_processes_are_killed() throws Exception {
    surviveKills(5);
  }

  @Test
  @Tag("long")
  void no_instant_is_missed_or_doubled_over_fifty_kills() throws Exception {
    surviveKills(50);
  }

  private void surviveKills(int kills) throws Exception {
    start();
    start();
    try (PraetorEngine observer = Praetor.open(ScheduleVictim.home(url))) {
      await().atMost(PATIENCE).until(() -> !runs(observer, Optional.empty()).isEmpty());
      for (int i = 0; i < kills; i++) {
        Process victim = processes.get(random.nextInt(2));
        assertThat(victim.waitFor(random.nextInt(LONGEST_LIFE), TimeUnit.MILLISECONDS)).isFalse();
        victim.destroyForcibly().waitFor();
        processes.remove(victim);
        start();
      }
      Instant last = Instant.now();
      await()
          .atMost(PATIENCE)
          .until(
              () -> runs(observer, Optional.empty()).getFirst().times().scheduled().isAfter(last));
      kill();
      observer.serve(ScheduleVictim.flow());
      Instant until = Instant.now();
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> haveEnded(observer, until));
      List<StoredRun> all = all(observer);
      assertThat(all.stream().map(run -> run.times().scheduled()).filter(at -> !at.isAfter(until)))
          .as("the instants, each once (seed %d)", seed)
          .isEqualTo(expected(all, until));
      assertThat(all)
          .filteredOn(run -> !run.times().scheduled().isAfter(until))
          .allMatch(run -> run.state().type() == StateType.SUCCESS);
    }
  }

  private static List<Instant> expected(List<StoredRun> all, Instant until) {
    Instant first = all.getFirst().times().scheduled();
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> first.plus(ScheduleVictim.EVERY.multipliedBy(i)))
        .takeWhile(at -> !at.isAfter(until))
        .toList();
  }

  /** Returns whether the runs that were due until an instant have all been made and have ended. */
  private static boolean haveEnded(PraetorEngine praetor, Instant until) {
    List<StoredRun> all = all(praetor);
    return all.getLast().times().scheduled().isAfter(until)
        && all.stream()
            .filter(run -> !run.times().scheduled().isAfter(until))
            .allMatch(run -> run.state().isFinished());
  }

  /** Returns all runs, in the order in which they were due. */
  private static List<StoredRun> all(PraetorEngine praetor) {
    List<StoredRun> all = new ArrayList<>();
    List<StoredRun> page = runs(praetor, Optional.empty());
    while (!page.isEmpty()) {
      all.addAll(page);
      page = runs(praetor, Optional.of(page.getLast()));
    }
    all.sort(Comparator.comparing((StoredRun run) -> run.times().scheduled()));
    return all;
  }

  private static List<StoredRun> runs(PraetorEngine praetor, Optional<StoredRun> after) {
    RunFilter newest = RunFilter.all().withLimit(PAGE);
    return praetor.history().list(after.isPresent() ? newest.withAfter(after.get()) : newest);
  }
}
