package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.Resource;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.EventKind;
import dev.praetor.store.model.Owner;
import dev.praetor.store.model.OwnerLife;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.row.EventRow;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The ownership of runs: only the owner writes to a run, and another process may resume it. */
@ParameterizedClass
@EnumSource
class OwnershipTest extends StoreTest {
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final RunStore second = RunStore.open(database, StoreOptions.defaults());

  OwnershipTest(Databases databases) {
    super(databases);
  }

  @AfterEach
  void closeSecond() {
    gate.countDown();
    second.close();
  }

  private List<Integer> begin(int n) {
    calls.incrementAndGet();
    return List.of(n, n);
  }

  private int passGate(List<Integer> given) throws InterruptedException {
    reached.countDown();
    gate.await();
    return given.size();
  }

  private Flow<Integer> gated() {
    return Flow.define(
        "gated-" + UUID.randomUUID(),
        f -> Task.of(this::passGate).call(Task.of(this::begin).call(value(7))));
  }

  /** A state with several parts, so that its type matters. */
  record Sum(int next, int total) {}

  private Step<Sum, Integer> add(Sum sum) throws InterruptedException {
    if (sum.next() == 3) {
      reached.countDown();
      gate.await();
    }
    calls.incrementAndGet();
    return sum.next() == 5
        ? Step.done(sum.total())
        : Step.next(new Sum(sum.next() + 1, sum.total() + sum.next()));
  }

  private void pretendDead(RunId run) throws Exception {
    LostOwner.of(database, run);
  }

  private <R> FlowResult<R> resume(RunId run, Flow<R> flow) {
    second.claim(run);
    gate.countDown();
    return Flows.local(second, flow).resuming(second.recorded(run, flow)).run();
  }

  /** Returns the run of an inner flow, once it waits at the gate. */
  private StoredRun reachedWithin(Flow<?> inner) throws InterruptedException {
    reached.await();
    RunFilter ofInner = RunFilter.all().withFlow(inner.name());
    await().until(() -> store.list(ofInner).size() == 1);
    return store.list(ofInner).getFirst();
  }

  private List<EventRow> eventsOf(RunId run) {
    return Objects.requireNonNull(
            second.queries().eventsOfRuns(List.of(run), PageRequest.all()).get(run))
        .nodes();
  }

  @Test
  void a_run_of_a_living_process_cannot_be_claimed() throws Exception {
    FlowRun<Integer> run = Flows.local(store, gated()).start();
    reached.await();
    Owner owner = second.find(run.id()).orElseThrow().owner();
    assertThat(owner.alive()).isTrue();
    assertThat(owner.name()).endsWith("process " + ProcessHandle.current().pid());
    assertThatThrownBy(() -> second.claim(run.id()))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("is in progress in " + owner.name());
    gate.countDown();
    run.await();
  }

  /** Gives a run to a process that only its heartbeat shows, and that had one some time ago. */
  private void giveToFar(RunId run, Duration silence) throws Exception {
    try (Connection connection = database.writing().getConnection()) {
      String id = "far-" + run;
      Sql.update(
          connection,
          """
          INSERT INTO process (id, name, host, pid, started, boot, space, ticks, uptime, beats,
            beat, ended, closed)
          SELECT ?, name, host, 0, started, boot, '', 0, ?, beats, beat, ended, closed FROM process
          WHERE id = (SELECT owner FROM flow_run WHERE id = ?)
          """,
          id,
          ProcessRow.uptime() - silence.toNanos() / 1_000,
          run.toString());
      Sql.update(connection, "UPDATE flow_run SET owner = ? WHERE id = ?", id, run.toString());
    }
  }

  @Test
  void a_run_in_progress_is_suspect_while_its_owner_is_silent() throws Exception {
    FlowRun<Integer> run = Flows.local(store, gated()).start();
    reached.await();
    assertThat(second.find(run.id()).orElseThrow().isSuspect()).isFalse();
    giveToFar(run.id(), Duration.ofSeconds(25));
    StoredRun silent = second.find(run.id()).orElseThrow();
    assertThat(silent.isSuspect()).isTrue();
    assertThat(silent.owner().life()).isEqualTo(OwnerLife.SILENT);
    assertThat(silent.isLost()).isFalse();
    pretendDead(run.id());
    assertThat(second.find(run.id()).orElseThrow().isSuspect()).isFalse();
    gate.countDown();
  }

  @Test
  void of_five_stores_that_claim_a_lost_run_at_once_one_gets_it() throws Exception {
    FlowRun<Integer> before = Flows.local(store, gated()).start();
    reached.await();
    pretendDead(before.id());
    List<RunStore> stores = new ArrayList<>();
    List<Callable<Boolean>> claims = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      RunStore each = RunStore.open(database, StoreOptions.defaults());
      stores.add(each);
      claims.add(() -> {
        try {
          each.claim(before.id());
          return true;
        } catch (StoreFailed refused) {
          return false;
        }
      });
    }
    int won = 0;
    try (ExecutorService threads = Executors.newFixedThreadPool(claims.size())) {
      for (Future<Boolean> claim : threads.invokeAll(claims)) {
        won += claim.get() ? 1 : 0;
      }
    } finally {
      stores.forEach(RunStore::close);
    }
    assertThat(won).isEqualTo(1);
    gate.countDown();
    assertThatThrownBy(before::await).isInstanceOf(RunOwnershipLost.class);
  }

  @Test
  void a_run_that_has_ended_cannot_be_claimed() {
    RunId run = Flows.run(store, Flows.wide("wide", 1)).id();
    assertThatThrownBy(() -> second.claim(run)).hasMessageContaining("has ended as Success");
    assertThatThrownBy(() -> second.claim(new RunId(UUID.randomUUID())))
        .hasMessageContaining("there is no run");
  }

  @Test
  void a_run_is_resumed_by_another_store_and_its_first_owner_is_refused() throws Exception {
    Flow<Integer> flow = gated();
    FlowRun<Integer> before = Flows.local(store, flow).start();
    reached.await();
    await().until(() -> store.taskRun(before.id(), TaskPath.parse("begin")).isPresent());
    pretendDead(before.id());
    assertThat(second.find(before.id()).orElseThrow().isLost()).isTrue();
    second.claim(before.id());
    gate.countDown();
    assertThatThrownBy(before::await)
        .isInstanceOf(RunOwnershipLost.class)
        .hasMessageContaining("has claimed it");
    FlowResult<Integer> after =
        Flows.local(second, flow).resuming(second.recorded(before.id(), flow)).run();
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.value()).isEqualTo(2);
    assertThat(calls).hasValue(1);
    assertThat(eventsOf(after.id()))
        .extracting(EventRow::kind)
        .containsExactly(EventKind.RUN_OWNER_DIED, EventKind.LATE_REPORT_REFUSED);
    StoredRun stored = second.find(after.id()).orElseThrow();
    assertThat(stored.owner().epoch()).isEqualTo(2);
    assertThat(stored.history())
        .extracting(t -> t.state().type())
        .containsExactly(
            StateType.PENDING,
            StateType.RUNNING,
            StateType.RETRYING,
            StateType.RUNNING,
            StateType.SUCCESS);
    assertThat(second.taskRun(after.id(), TaskPath.parse("pass_gate")).orElseThrow().attempts())
        .isEqualTo(2);
  }

  @Test
  void a_loop_is_resumed_with_its_recorded_state() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "loop-" + UUID.randomUUID(), f -> Task.loop(this::add).call(value(new Sum(0, 0))));
    FlowRun<Integer> before = Flows.local(store, flow).start();
    reached.await();
    await().until(() -> store.taskRun(before.id(), TaskPath.parse("add")).isPresent());
    pretendDead(before.id());
    int callsBefore = calls.get();
    FlowResult<Integer> after = resume(before.id(), flow);
    assertThat(after.value()).isEqualTo(10);
    assertThat(callsBefore).isEqualTo(3);
    assertThat(second.recorded(after.id(), flow).missing("add", -1)).isEmpty();
  }

  @Test
  void a_run_within_another_keeps_its_id_when_it_is_resumed() throws Exception {
    Flow<Integer> inner = gated();
    Flow<Integer> outer = Flow.define("outer-" + UUID.randomUUID(), f -> f.run(inner));
    FlowRun<Integer> before = Flows.local(store, outer).start();
    StoredRun child = reachedWithin(inner);
    assertThat(child.parent().orElseThrow().run()).isEqualTo(before.id());
    await().until(() -> store.taskRun(child.id(), TaskPath.parse("begin")).isPresent());
    await()
        .until(() ->
            store.taskRun(before.id(), TaskPath.parse(child.parent().get().task())).isPresent());
    pretendDead(before.id());
    FlowResult<Integer> after = resume(before.id(), outer);
    assertThat(after.value()).isEqualTo(2);
    assertThat(second.list(RunFilter.all().withFlow(inner.name()))).hasSize(1);
    assertThat(second.find(child.id()).orElseThrow().state()).isInstanceOf(State.Success.class);
    assertThat(second.recorded(after.id(), outer).missing(child.parent().get().task(), -1))
        .isEmpty();
  }

  @Test
  void runs_within_a_lost_one_are_cancelled_with_its_reason_by_the_same_person() throws Exception {
    Flow<Integer> inner = gated();
    Flow<Integer> outer = Flow.define("outer-" + UUID.randomUUID(), f -> f.run(inner));
    FlowRun<Integer> before = Flows.local(store, outer).start();
    StoredRun child = reachedWithin(inner);
    pretendDead(before.id());
    second.cancelLost(before.id(), "ada", "its machine is gone");
    assertThat(second.find(child.id()).orElseThrow().state())
        .isInstanceOf(State.Cancelled.class)
        .extracting(State::message)
        .isEqualTo("the run around it was cancelled: its machine is gone (by ada)");
  }

  private final List<String> cleaned = new CopyOnWriteArrayList<>();

  private String passGateWith(String cluster) throws InterruptedException {
    reached.countDown();
    gate.await();
    return cluster;
  }

  @Test
  void a_lost_run_that_is_cancelled_runs_only_its_clean_up_in_its_next_owner() throws Exception {
    Flow<String> flow =
        Flow.define(
            "using-" + UUID.randomUUID(),
            f ->
                f.using(
                    Resource.of("cluster", () -> "c1", cleaned::add),
                    cluster -> Task.of(this::passGateWith).call(cluster)));
    FlowRun<String> before = Flows.local(store, flow).start();
    reached.await();
    await().until(() -> store.taskRun(before.id(), TaskPath.parse("cluster_setup")).isPresent());
    pretendDead(before.id());
    assertThat(second.openCleanUp(before.id())).containsExactly("cluster_cleanup");
    second.cancelWhenResumed(before.id(), "ada", "enough");
    assertThat(second.find(before.id()).orElseThrow().state()).isInstanceOf(State.Cancelling.class);
    FlowResult<String> after = resume(before.id(), flow);
    assertThat(after.state())
        .isInstanceOf(State.Cancelled.class)
        .extracting(State::message)
        .isEqualTo("enough (by ada)");
    assertThat(cleaned).containsExactly("c1");
    assertThat(second.openCleanUp(before.id())).isEmpty();
  }

  @Test
  void counts_of_an_earlier_owner_are_reset() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "map-" + UUID.randomUUID(),
            f ->
                Task.of(Flows::size)
                    .call(
                        Task.of(this::passGate)
                            .map(each(value(List.of(List.of(1), List.of(1, 2)))))
                            .collect()));
    FlowRun<Integer> before = Flows.local(store, flow).start();
    reached.await();
    await()
        .untilAsserted(() ->
            assertThat(store.counts(before.id(), "pass_gate"))
                .isEqualTo(Map.of(StateType.RUNNING, 2)));
    pretendDead(before.id());
    resume(before.id(), flow);
    assertThat(second.counts(before.id(), "pass_gate")).isEqualTo(Map.of(StateType.SUCCESS, 2));
  }
}
