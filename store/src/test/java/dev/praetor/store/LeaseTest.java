package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.Task;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.write.OwnerWatch;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The leases by which processes own runs, where no kernel can tell whether an owner is alive. */
@ParameterizedClass
@EnumSource
@Execution(ExecutionMode.CONCURRENT)
class LeaseTest extends StoreTest {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicReference<Duration> jump = new AtomicReference<>(Duration.ZERO);
  private final InstantSource clock = () -> Instant.now().plus(jump.get());
  private final RunStore second = RunStore.open(database, StoreOptions.defaults(), clock);

  LeaseTest(Databases databases) {
    super(databases, databases.fresh());
  }

  @AfterEach
  void closeSecond() {
    gate.countDown();
    second.close();
  }

  private int pass(int x) throws InterruptedException {
    calls.incrementAndGet();
    reached.countDown();
    gate.await();
    return x;
  }

  private FlowRun<?> startHolding() throws InterruptedException {
    FlowRun<?> run =
        local(store, Flow.define(unique(), f -> Task.of(this::pass).call(value(1)))).start();
    reached.await();
    return run;
  }

  private void update(String sql, Object... bound) throws Exception {
    try (Connection connection = database.writing().getConnection()) {
      assertThat(Sql.update(connection, sql, bound)).isEqualTo(1);
    }
  }

  /** Lets the owner of a run appear as a process of another machine, whose clock is wrong. */
  private void moveOwnerElsewhere(RunId run) throws Exception {
    update(
        """
        UPDATE process SET host = 'elsewhere', boot = 'other', beat = beat - 90000000
        WHERE id = (SELECT owner FROM flow_run WHERE id = ?)
        """,
        run.toString());
  }

  /** Gives a run to a process of another machine that is never heard of again. */
  private String giveToTheDead(RunId run) throws Exception {
    String id = UUID.randomUUID().toString();
    update(
        """
        INSERT INTO process (id, name, host, pid, started, beat, boot, space, ticks, beats)
        VALUES (?, 'ada@elsewhere, process 7', 'elsewhere', 7, 1, 1, 'other', 'pid:[7]', 7, 3)
        """,
        id);
    update("UPDATE flow_run SET owner = ?, epoch = epoch + 1 WHERE id = ?", id, run.toString());
    return id;
  }

  @Test
  void a_run_whose_owner_has_a_heartbeat_elsewhere_is_not_lost_and_not_claimed() throws Exception {
    FlowRun<?> run = startHolding();
    moveOwnerElsewhere(run.id());
    assertThat(second.find(run.id()).orElseThrow().isLost()).isFalse();
    assertThatThrownBy(() -> second.claim(run.id()))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("is in progress in");
    assertThatThrownBy(() -> second.delete(run.id())).hasMessageContaining("is in progress in");
    assertThatThrownBy(() -> second.cancelLost(run.id(), "ada", "why"))
        .hasMessageContaining("is in progress in");
    gate.countDown();
    assertThat(run.await().state().isSuccessful()).isTrue();
    assertThat(calls).hasValue(1);
  }

  @Test
  void an_owner_whose_heartbeat_stands_still_for_a_lease_has_lost_its_runs() throws Exception {
    FlowRun<?> run = startHolding();
    String owner = giveToTheDead(run.id());
    assertThat(second.find(run.id()).orElseThrow().owner().life()).isEqualTo(OwnerLife.SILENT);
    Duration lease = Duration.ofSeconds(2);
    try (StoreParts parts = StoreParts.of(database);
        OwnerWatch watch = new OwnerWatch(parts.query(), parts.writes(), clock, lease)) {
      long before = System.nanoTime();
      watch.settle(List.of(owner));
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(lease);
    }
    assertThat(second.find(run.id()).orElseThrow().isLost()).isTrue();
    second.claim(run.id());
    gate.countDown();
    assertThatThrownBy(run::await).isInstanceOf(RunOwnershipLost.class);
  }

  @Test
  void a_heartbeat_takes_back_the_end_of_a_lease_that_nobody_has_used() throws Exception {
    FlowRun<?> run = startHolding();
    moveOwnerElsewhere(run.id());
    update(
        "UPDATE process SET ended = 1 WHERE id = (SELECT owner FROM flow_run WHERE id = ?)",
        run.id().toString());
    await().atMost(PATIENCE).until(() -> !second.find(run.id()).orElseThrow().isLost());
    gate.countDown();
    run.await();
  }

  @Test
  void an_owner_in_doubt_starts_no_more_code_before_it_has_asked_the_store() throws Exception {
    Flow<List<Integer>> flow =
        Flow.define(
            unique(),
            f ->
                Task.of(this::pass)
                    .concurrency(1)
                    .map(each(Task.of(Flows::upTo).call(value(20))))
                    .collect());
    FlowRun<?> run = local(second, flow).start();
    reached.await();
    giveToTheDead(run.id());
    jump.set(Duration.ofHours(1)); // As after a stop or a sleep, of which the wall clock tells.
    gate.countDown();
    assertThatThrownBy(run::await).isInstanceOf(RunOwnershipLost.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void an_idle_owner_learns_after_a_late_heartbeat_that_its_run_was_claimed() throws Exception {
    FlowRun<?> run =
        local(second, Flow.define(unique(), f -> Task.of(this::pass).call(value(1)))).start();
    reached.await();
    giveToTheDead(run.id());
    jump.set(Duration.ofHours(1));
    // The code is still held at the gate: the heartbeat ends the run.
    assertThatThrownBy(run::await).isInstanceOf(RunOwnershipLost.class);
  }

  @Test
  void a_run_goes_on_when_the_wall_clock_jumps_and_nobody_has_claimed_it() throws Exception {
    FlowRun<?> run = local(second, Flows.wide(unique(), 50)).start();
    jump.set(Duration.ofHours(-2));
    assertThat(run.await().state().isSuccessful()).isTrue();
  }
}
