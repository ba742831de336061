package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.store.db.Database;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.StoreOptions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random histories of processes that claim runs and slots at the same time, and die while they hold
 * them: nothing starts twice, no slot is lost, and whatever waits starts in the end.
 */
@ParameterizedClass
@EnumSource
@Tag("database")
class QueueHistoriesTest {
  private static final int PROCESSES = 3;
  private static final int STEPS = 12;
  private static final int MOST_ROUNDS = 2_000;
  private final Database database;
  private final AtomicReference<Instant> time =
      new AtomicReference<>(Instant.parse("2026-01-05T08:00:00Z"));

  QueueHistoriesTest(Databases databases) {
    database = databases.fresh();
  }

  @Test
  void nothing_starts_twice_and_no_slot_is_lost() throws Exception {
    histories(50);
  }

  @Test
  @Tag("long")
  void nothing_starts_twice_and_no_slot_is_lost_in_thousands_of_histories() throws Exception {
    histories(10_000);
  }

  private void histories(int n) throws Exception {
    Random seeds = new Random(4711);
    try (RunStore store = RunStore.open(database, StoreOptions.defaults())) {
      for (int i = 0; i < n; i++) {
        long seed = seeds.nextLong();
        try {
          history(store, new Random(seed));
        } catch (AssertionError | Exception e) {
          throw new AssertionError("history " + i + " with seed " + seed, e);
        }
      }
    }
  }

  private void history(RunStore store, Random random) throws Exception {
    String id = UUID.randomUUID().toString();
    List<Flow<Integer>> flows =
        List.of(Flows.wide("limited-" + id, 1), Flows.wide("free-" + id, 1));
    List<String> tags = List.of("a-" + id, "b-" + id);
    Map<String, Integer> limits =
        Map.of(
            flows.getFirst().name(), 1 + random.nextInt(2),
            tags.getFirst(), 1 + random.nextInt(2),
            tags.getLast(), 1 + random.nextInt(3));
    QueueLedger ledger = new QueueLedger(time::get, limits);
    limits.forEach((name, most) ->
        store
            .limits()
            .set(
                tags.contains(name) ? RunLimit.Scope.TAG : RunLimit.Scope.FLOW, name, most, "ann"));
    List<QueueActor> actors = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      actors.add(actor(ledger, flows, tags, random));
    }
    List<QueueActor> last = liveTogether(actors, random);
    finish(last, ledger);
    assertThat(ledger.violations()).isEmpty();
    assertThat(slots(id)).isZero();
    assertThat(store.limits().list()).allMatch(limit -> limit.used() == 0);
    for (QueueActor actor : last) {
      actor.store().close();
    }
    limits
        .keySet()
        .forEach(name -> {
          store.limits().delete(RunLimit.Scope.TAG, name);
          store.limits().delete(RunLimit.Scope.FLOW, name);
        });
  }

  private QueueActor actor(
      QueueLedger ledger, List<Flow<Integer>> flows, List<String> tags, Random random) {
    return new QueueActor(database, time::get, ledger, flows, tags, new Random(random.nextLong()));
  }

  /**
   * Lets processes work at the same time; some die, and others come. Returns the processes that
   * live.
   */
  private List<QueueActor> liveTogether(List<QueueActor> actors, Random random) throws Exception {
    List<QueueActor> living = Collections.synchronizedList(new ArrayList<>());
    List<Thread> threads = new ArrayList<>();
    List<Throwable> thrown = new ArrayList<>();
    for (QueueActor actor : actors) {
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  living.add(live(actor));
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
    return living;
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

  /** Lets the processes work until no run is left. */
  private void finish(List<QueueActor> actors, QueueLedger ledger) {
    time.updateAndGet(now -> now.plus(Duration.ofHours(1)));
    ledger.held().forEach(run -> actors.getFirst().release(run));
    for (int round = 0; !ledger.open().isEmpty(); round++) {
      assertThat(ledger.violations()).isEmpty();
      assertThat(round)
          .as("rounds after which runs still wait: %s", ledger.open())
          .isLessThan(MOST_ROUNDS);
      for (QueueActor actor : actors) {
        actor.claim(10);
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
