package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Praetor;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.Transition;
import dev.praetor.store.model.OrderAnswer;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Orders to pause and resume runs, and to end task runs, on each database. */
@ParameterizedClass
@EnumSource
class InterventionOrdersTest extends StoreTest {
  InterventionOrdersTest(Databases databases) {
    super(databases);
  }

  private int held(int x) throws InterruptedException {
    gate.await();
    return x;
  }

  private Flow<Integer> flow() {
    return Flow.define(
        unique(), f -> Task.of(Flows::twice).call(Task.of(this::held).call(Praetor.value(4))));
  }

  private static AutoCloseable obeying(RunStore owner, FlowRun<?> run) {
    return owner.watch(run.id(), order -> OrderAnswer.of(run, order));
  }

  private FlowRun<Integer> started(Flow<Integer> flow) {
    FlowRun<Integer> run = local(store, flow).start();
    awaitTask(run.id(), "held", StateType.RUNNING);
    return run;
  }

  private void awaitTask(RunId run, String task, StateType type) {
    await()
        .atMost(PATIENCE)
        .until(() -> task(run, task).filter(row -> row.state().type() == type).isPresent());
  }

  private Optional<StoredTaskRun> task(RunId run, String task) {
    return store.taskRun(run, TaskPath.parse(task));
  }

  private void awaitObeyed(RunId run) {
    await().atMost(PATIENCE).until(() -> store.orders(run).isEmpty());
  }

  private State recorded(RunId run) {
    return store.recorded(run).map(StoredRun::state).orElseThrow();
  }

  @Test
  void a_run_is_paused_and_resumed_from_another_process_and_its_history_says_by_whom()
      throws Exception {
    FlowRun<Integer> run = started(flow());
    try (AutoCloseable _ = obeying(store, run);
        RunStore other = RunStore.open(database, StoreOptions.defaults())) {
      other.order(run.id(), new RunOrder.Pause("ada", "maintenance"));
      awaitObeyed(run.id());
      assertThat(other.find(run.id()).orElseThrow().state().type()).isEqualTo(StateType.PAUSED);
      assertThat(recorded(run.id()).message())
          .isEqualTo("paused by ada: maintenance (running at that time: held)");
      gate.countDown();
      awaitTask(run.id(), "held", StateType.SUCCESS);
      assertThat(run.await(Duration.ofMillis(300))).isEmpty();
      other.order(run.id(), new RunOrder.Resume("bob", "it is done"));
      assertThat(run.await().value()).isEqualTo(8);
      awaitObeyed(run.id());
      assertThat(other.find(run.id()).orElseThrow().history())
          .extracting(each -> each.state().message())
          .contains(
              "paused by ada: maintenance (running at that time: held)",
              "resumed by bob: it is done");
    }
  }

  @Test
  void a_paused_run_stays_paused_with_its_next_owner_who_obeys_the_order_to_resume()
      throws Exception {
    Flow<Integer> flow = flow();
    FlowRun<Integer> before = started(flow);
    before.pause("ada", "maintenance");
    LostOwner.of(database, before.id());
    try (RunStore next = RunStore.open(database, StoreOptions.defaults())) {
      next.claim(before.id());
      FlowRun<Integer> after = local(next, flow).resuming(next.recorded(before.id(), flow)).start();
      try (AutoCloseable _ = obeying(next, after)) {
        awaitTask(before.id(), "held", StateType.RETRYING);
        assertThat(recorded(before.id()).message()).startsWith("paused by ada");
        store.order(before.id(), new RunOrder.Skip("twice", "bob", "not needed"));
        awaitTask(before.id(), "twice", StateType.SKIPPED);
        store.order(before.id(), new RunOrder.Resume("bob", ""));
        gate.countDown();
        assertThat(after.await().state().type()).isEqualTo(StateType.SUCCESS);
      }
    }
  }

  @Test
  void a_run_that_waits_for_an_approval_is_resumed_though_it_is_shown_as_paused() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f -> Task.of(Flows::twice).call(Praetor.value(4)).after(f.approval("Publish?")));
    FlowRun<Integer> before = local(store, flow).start();
    awaitTask(before.id(), "approval", StateType.PAUSED);
    LostOwner.of(database, before.id());
    try (RunStore next = RunStore.open(database, StoreOptions.defaults())) {
      next.claim(before.id());
      FlowRun<Integer> after = local(next, flow).resuming(next.recorded(before.id(), flow)).start();
      await().atMost(PATIENCE).until(() -> after.approve("approval", "ada"));
      assertThat(after.await().value()).isEqualTo(8);
      assertThat(next.find(before.id()).orElseThrow().history())
          .extracting(each -> each.state().type())
          .doesNotContain(StateType.PAUSED);
    }
  }

  @Test
  void orders_about_task_runs_are_obeyed_or_answered_with_the_reason() throws Exception {
    FlowRun<Integer> run = started(flow());
    try (AutoCloseable _ = obeying(store, run)) {
      store.order(run.id(), new RunOrder.Finish("held", "\"tea\"", "ada", ""));
      store.order(run.id(), new RunOrder.Skip("nothing", "ada", ""));
      await()
          .atMost(PATIENCE)
          .until(() ->
              store.orders(run.id()).stream().filter(o -> o.refusal().isPresent()).count() == 2);
      assertThat(store.orders(run.id()))
          .extracting(order -> order.refusal().orElse(""))
          .satisfiesExactly(
              first -> assertThat(first).contains("the value is not a result of task run 'held'"),
              second -> assertThat(second).contains("has no node 'nothing'"));
      store.order(run.id(), new RunOrder.Finish("held", "21", "ada", "counted by hand"));
      assertThat(run.await().value()).isEqualTo(42);
      awaitTask(run.id(), "held", StateType.SUCCESS);
      assertThat(task(run.id(), "held").orElseThrow().state().message())
          .isEqualTo("finished by ada: counted by hand");
      await().atMost(PATIENCE).until(() -> store.orders(run.id()).size() == 2);
    }
  }

  @Test
  void an_order_about_a_task_run_of_a_lost_run_is_obeyed_by_its_next_owner() throws Exception {
    Flow<Integer> flow = flow();
    FlowRun<Integer> before = started(flow);
    LostOwner.of(database, before.id());
    store.order(before.id(), new RunOrder.Finish("held", "5", "ada", ""));
    try (RunStore next = RunStore.open(database, StoreOptions.defaults())) {
      next.claim(before.id());
      FlowRun<Integer> after = local(next, flow).resuming(next.recorded(before.id(), flow)).start();
      try (AutoCloseable _ = obeying(next, after)) {
        assertThat(after.await().value()).isEqualTo(10);
        awaitObeyed(before.id());
      }
    }
  }

  @Test
  void an_order_that_a_crashed_owner_obeyed_but_did_not_delete_is_not_refused() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f -> {
              f.approval("?");
              return Task.of(this::held).call(Praetor.value(4));
            });
    FlowRun<Integer> run = started(flow);
    run.skip("held", "ada", "late");
    awaitTask(run.id(), "held", StateType.SKIPPED);
    store.order(run.id(), new RunOrder.Skip("held", "ada", "late"));
    try (AutoCloseable _ = obeying(store, run)) {
      awaitObeyed(run.id());
    }
    run.cancel("the test is over");
    run.await();
  }

  @Test
  void an_order_that_a_run_obeyed_is_not_refused_if_the_run_ends_before_it_says_so()
      throws Exception {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f -> {
              f.approval("?");
              return Task.of(this::held).call(Praetor.value(4));
            });
    List<RunOrder> orders =
        List.of(
            new RunOrder.Pause("ada", "first"),
            new RunOrder.Resume("ada", "then"),
            new RunOrder.Approve("approval", "ada"),
            new RunOrder.Skip("held", "ada", "late"),
            new RunOrder.Refuse("approval", "bob", "too late"));
    FlowRun<Integer> run = started(flow);
    try (AutoCloseable _ = store.watch(run.id(), _ -> new OrderAnswer.NotYet())) {
      orders.forEach(order -> store.order(run.id(), order));
      run.pause("ada", "first");
      run.resume("ada", "then");
      assertThat(run.approve("approval", "ada")).isTrue();
      run.skip("held", "ada", "late");
      run.await();
      await().atMost(PATIENCE).until(() -> store.orders(run.id()).size() == 1);
      await().atMost(PATIENCE).until(() -> store.orders(run.id()).getFirst().refusal().isPresent());
      assertThat(store.orders(run.id()).getFirst().order()).isEqualTo(orders.getLast());
    }
  }

  @Test
  void a_cancellation_that_a_run_obeyed_is_not_refused_if_the_run_ends_before_it_says_so()
      throws Exception {
    FlowRun<Integer> run = started(flow());
    try (AutoCloseable _ = store.watch(run.id(), _ -> new OrderAnswer.NotYet())) {
      store.order(run.id(), new RunOrder.Cancel("ada", "enough"));
      run.cancel("enough");
      run.await();
      awaitObeyed(run.id());
    }
  }

  @Test
  void a_lost_run_is_paused_before_it_is_resumed() throws Exception {
    Flow<Integer> flow = flow();
    FlowRun<Integer> before = started(flow);
    assertThatThrownBy(() -> store.pauseLost(before.id(), "ada", ""))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("in progress");
    LostOwner.of(database, before.id());
    try (RunStore next = RunStore.open(database, StoreOptions.defaults())) {
      next.pauseLost(before.id(), "ada", "not yet");
      FlowRun<Integer> after = local(next, flow).resuming(next.recorded(before.id(), flow)).start();
      awaitTask(before.id(), "held", StateType.RETRYING);
      assertThat(recorded(before.id()).message()).isEqualTo("paused by ada: not yet");
      gate.countDown();
      assertThat(after.await(Duration.ofMillis(300))).isEmpty();
      after.resume("ada", "");
      assertThat(after.await().value()).isEqualTo(8);
    }
  }

  @Test
  void the_state_of_an_ended_run_is_set_with_a_reason_and_its_history_keeps_the_earlier_one()
      throws Exception {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f ->
                Task.of(
                        "fails",
                        Integer.class,
                        () -> {
                          throw new IllegalStateException("no");
                        })
                    .call());
    RunId id = local(store, flow).run().id();
    StoredRun failed = store.find(id).orElseThrow();
    store.setState(id, StateType.SUCCESS, "ada", "sent by hand");
    StoredRun now = store.find(id).orElseThrow();
    assertThat(now.state().type()).isEqualTo(StateType.SUCCESS);
    assertThat(now.state().message()).isEqualTo("set to Success by ada: sent by hand");
    assertThat(now.history()).startsWith(failed.history().toArray(Transition[]::new));
    assertThat(now.times()).isEqualTo(failed.times());
    for (StateType type : List.of(StateType.RUNNING, StateType.PAUSED, StateType.CACHED)) {
      assertThatThrownBy(() -> store.setState(id, type, "ada", "why"))
          .hasMessageContaining("cannot be set to " + type.label())
          .hasMessageContaining("Success, ");
    }
    assertThatThrownBy(() -> store.setState(new RunId(new UUID(1, 1)), StateType.FAILED, "", ""))
        .hasMessageContaining("there is no run");
  }

  @Test
  void the_state_of_a_lost_run_is_set_and_its_open_task_runs_end() throws Exception {
    RunId lost = LostRun.leave(store.journal(Flows.wide("wide", 5), Flows.ORIGIN));
    assertThatThrownBy(() -> store.setState(lost, StateType.SUCCESS, "ada", "why"))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("in progress");
    LostOwner.of(database, lost);
    try (RunStore other = RunStore.open(database, StoreOptions.defaults())) {
      other.order(lost, new RunOrder.Resume("ada", ""));
      other.setState(lost, StateType.SUCCESS, "ada", "done elsewhere");
      assertThat(other.find(lost).orElseThrow().state().name()).isEqualTo("Success");
      assertThat(other.orders(lost)).isEmpty();
      assertThat(other.counts(lost, "n").get(StateType.SUCCESS)).isEqualTo(1);
      assertThat(other.counts(lost, "n").get(StateType.SKIPPED)).isEqualTo(4);
      assertThat(other.taskRun(lost, TaskPath.parse("n[1]")).orElseThrow().state().message())
          .isEqualTo("the run was set to Success by ada: done elsewhere");
    }
  }

  @Test
  void the_state_of_a_lost_run_set_to_failed_cancels_its_task_runs_and_the_runs_within_it()
      throws Exception {
    Flow<Integer> inner = flow();
    Flow<Integer> outer = Flow.define(unique(), f -> f.run(inner));
    FlowRun<Integer> run = local(store, outer).start();
    await()
        .atMost(PATIENCE)
        .until(() -> !store.list(RunFilter.all().withFlow(inner.name())).isEmpty());
    RunId child = store.list(RunFilter.all().withFlow(inner.name())).getFirst().id();
    awaitTask(child, "held", StateType.RUNNING);
    LostOwner.of(database, run.id());
    try (RunStore other = RunStore.open(database, StoreOptions.defaults())) {
      assertThatThrownBy(() -> other.setState(child, StateType.FAILED, "ada", ""))
          .hasMessageContaining("is a part of run " + run.id());
      other.setState(run.id(), StateType.FAILED, "ada", "its machine is gone");
      assertThat(other.find(run.id()).orElseThrow().state().name()).isEqualTo("Failed");
      assertThat(other.find(child).orElseThrow().state().message())
          .isEqualTo("the run around it was set to Failed by ada: its machine is gone");
      assertThat(task(child, "held").orElseThrow().state().type()).isEqualTo(StateType.CANCELLED);
    }
  }
}
