package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.store.db.Database;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.StoreOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random histories of processes that claim runs and slots at the same time, under pools, labels and
 * limits that change meanwhile; some die while they hold runs and slots, or their leases end and
 * they wake up later. Nothing starts twice, no slot is lost, and whatever waits starts in the end.
 * Between the steps the claims of each process, and the reasons for which runs wait, are those of a
 * model. {@code -Dpraetor.histories} sets the number of histories, and {@code
 * -Dpraetor.histories.seed} repeats those of a seed.
 */
@ParameterizedClass
@EnumSource
@Tag("database")
class QueueHistoriesTest {
  private static final int FEW = Integer.getInteger("praetor.histories", 15);
  private static final long SEED = Long.getLong("praetor.histories.seed", 4711);
  private static final int ROUNDS = 2;
  private static final int STEPS = 4;
  private static final int MOST_ROUNDS = 20_000;
  private final Database database;
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-01-05T08:00:00Z"));

  QueueHistoriesTest(Databases databases) {
    database = databases.fresh();
  }

  @Test
  void nothing_starts_twice_and_no_slot_is_lost() throws Exception {
    histories(FEW);
  }

  @Test
  @Tag("long")
  void nothing_starts_twice_and_no_slot_is_lost_in_thousands_of_histories() throws Exception {
    histories(10_000);
  }

  private void histories(int n) throws Exception {
    Random seeds = new Random(SEED);
    List<QueueActor> actors = new ArrayList<>();
    try (RunStore store = RunStore.open(database, StoreOptions.defaults(), time::get)) {
      addPackage();
      for (int i = 0; i < n; i++) {
        long seed = i == 0 ? SEED : seeds.nextLong();
        try {
          actors = history(store, actors, new Random(seed));
        } catch (AssertionError | Exception e) {
          throw new AssertionError(
              "history " + i + " with seed " + seed + ": " + e.getMessage(), e);
        }
      }
    } finally {
      actors.forEach(actor -> actor.store().close());
    }
  }

  private void addPackage() throws SQLException {
    try (Connection connection = database.writing().getConnection()) {
      Sql.update(
          connection,
          "INSERT INTO package (sha256, kind, release, size, created) VALUES (?, 'jar', 25, 1, 0)",
          QueueWorld.CODE);
    }
  }

  /** Lets processes live through a history; returns the processes that live in the end. */
  private List<QueueActor> history(RunStore store, List<QueueActor> before, Random random)
      throws Exception {
    String id = UUID.randomUUID().toString();
    QueueWorld world = new QueueWorld(id);
    QueueLedger ledger = new QueueLedger(time::get, world);
    world.add(store, "1", random);
    world.add(store, "2", random);
    List<QueueActor> actors = actors(before, world, ledger, random);
    world.begin(store, random);
    QueueMoment moment = new QueueMoment(store, world, ledger);
    for (int round = 0; round < ROUNDS; round++) {
      actors = liveTogether(actors, random);
      moment.check(actors);
      claimInTurn(moment, actors, random);
    }
    world.open(store);
    finish(moment, actors, ledger);
    assertThat(ledger.violations()).isEmpty();
    assertThat(slots(id)).isZero();
    assertThat(store.limits().list()).allMatch(limit -> limit.used() == 0);
    world.end(store);
    return actors;
  }

  private List<QueueActor> actors(
      List<QueueActor> before, QueueWorld world, QueueLedger ledger, Random random) {
    List<QueueActor> actors = new ArrayList<>();
    for (QueueActor actor : before) {
      actors.add(actor.in(history(world, ledger, random)));
    }
    if (before.isEmpty()) {
      for (String worker : List.of("", "", "1", "1", "2")) {
        boolean isolated = worker.equals("1") && actors.size() == 3;
        Optional<String> own = worker.isEmpty() ? Optional.empty() : Optional.of(worker);
        actors.add(
            new QueueActor(database, time::get, own, isolated, history(world, ledger, random)));
      }
    }
    return actors;
  }

  private static QueueActor.History history(QueueWorld world, QueueLedger ledger, Random random) {
    return new QueueActor.History(world, ledger, new Random(random.nextLong()));
  }

  /**
   * Lets processes work at the same time; some die, and others come, and one may sleep. Returns the
   * processes that live.
   */
  private List<QueueActor> liveTogether(List<QueueActor> actors, Random random) throws Exception {
    Optional<QueueActor> sleeper =
        random.nextInt(40) == 0
            ? Optional.of(actors.get(random.nextInt(actors.size())))
            : Optional.empty();
    if (sleeper.isPresent()) {
      sleeper.get().sleep();
    }
    QueueActor[] living = new QueueActor[actors.size()];
    List<Thread> threads = new ArrayList<>();
    List<Throwable> thrown = new ArrayList<>();
    for (int i = 0; i < living.length; i++) {
      int place = i;
      living[i] = actors.get(i);
      if (sleeper.isPresent() && sleeper.get() == living[i]) {
        continue;
      }
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  living[place] = live(living[place]);
                } catch (Throwable e) {
                  synchronized (thrown) {
                    thrown.add(e);
                  }
                }
              }));
    }
    time.updateAndGet(now -> now.plusSeconds(random.nextInt(90)));
    for (Thread thread : threads) {
      thread.join();
    }
    if (!thrown.isEmpty()) {
      throw new AssertionError("a process failed", thrown.getFirst());
    }
    if (sleeper.isPresent()) {
      time.updateAndGet(now -> now.plus(ProcessRow.LEASE).plusSeconds(1));
      sleeper.get().wake();
    }
    return List.of(living);
  }

  private QueueActor live(QueueActor first) throws SQLException {
    QueueActor actor = first;
    for (int i = 0; i < STEPS; i++) {
      if (actor.isToDie()) {
        actor.kill();
        actor = actor.next();
      }
      actor.step();
    }
    return actor;
  }

  /** Lets each process claim runs while the others do nothing. */
  private static void claimInTurn(QueueMoment moment, List<QueueActor> actors, Random random) {
    for (QueueActor actor : actors) {
      moment.claim(actors, actor, random.nextInt(3));
    }
  }

  /** Lets the processes work until no run is left. */
  private void finish(QueueMoment moment, List<QueueActor> actors, QueueLedger ledger) {
    time.updateAndGet(now -> now.plus(Duration.ofHours(1)));
    ledger.held().forEach(run -> actors.getFirst().release(run));
    for (int round = 0; !ledger.open().isEmpty(); round++) {
      assertThat(ledger.violations()).isEmpty();
      assertThat(round)
          .as("rounds after which runs still wait: %s", ledger.open())
          .isLessThan(MOST_ROUNDS);
      for (QueueActor actor : actors) {
        moment.claim(actors, actor, 10);
        actor.takeOver();
        actor.store().sweepSlots();
        actor.endAll();
      }
    }
  }

  private int slots(String id) throws SQLException {
    try (Connection connection = database.reading().getConnection();
        PreparedStatement count =
            connection.prepareStatement("SELECT count(*) FROM tag_slot WHERE tag LIKE ?")) {
      count.setString(1, "%" + id);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }
}
