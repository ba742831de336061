package dev.praetor.store.chaos;

import dev.praetor.store.FreshLocation;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreLocation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Kills processes at random moments and resumes their runs: 10 rounds on each database by default,
 * or the number given by {@code -Dpraetor.chaos.rounds}. Both databases are tested concurrently. A
 * seed given by {@code -Dpraetor.chaos.seed} repeats the same choices.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
@Execution(ExecutionMode.CONCURRENT)
@Tag("process")
class ChaosTest {
  private static final int ROUNDS = Integer.getInteger("praetor.chaos.rounds", 6);
  private static final long SEED =
      Long.getLong("praetor.chaos.seed", System.nanoTime() & 0xFFFF_FFFFL);
  private static final int ROUNDS_A_STORE = 20;
  @TempDir static Path folder;

  private interface Stores {
    /** Returns the location of a new store. */
    StoreLocation next() throws Exception;
  }

  @Test
  void nothing_acknowledged_is_lost_and_nothing_ended_runs_again_on_sqlite() throws Exception {
    play("SQLite", () -> new StoreLocation.Home(Files.createTempDirectory(folder, "home")));
  }

  @Test
  void nothing_acknowledged_is_lost_and_nothing_ended_runs_again_on_postgresql() throws Exception {
    play("PostgreSQL", FreshLocation::onPostgres);
  }

  private static void play(String name, Stores stores) throws Exception {
    System.out.printf("chaos on %s: %d rounds, seed %d%n", name, ROUNDS, SEED);
    Instant began = Instant.now();
    Path workplace = Files.createTempDirectory(folder, "rounds");
    String classPath = VictimClasses.path(workplace);
    int kills = 0;
    for (int round = 0; round < ROUNDS; ) {
      StoreLocation location = stores.next();
      try (RunStore store = RunStore.open(location)) {
        for (int i = 0; i < ROUNDS_A_STORE && round < ROUNDS; i++, round++) {
          try {
            SplittableRandom random = new SplittableRandom(SEED + round);
            kills += new ChaosRound(location, store, workplace, classPath, random).play();
          } catch (Throwable failure) {
            throw new AssertionError(
                "round " + round + " of seed " + SEED + " on " + name + " failed", failure);
          }
          if ((round + 1) % 10 == 0) {
            System.out.printf(
                "chaos on %s: %d of %d rounds passed, %d kills, %d s%n",
                name, round + 1, ROUNDS, kills, Duration.between(began, Instant.now()).toSeconds());
          }
        }
      }
    }
  }
}
