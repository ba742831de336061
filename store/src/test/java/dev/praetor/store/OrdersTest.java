package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Praetor;
import dev.praetor.Retry;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.TaskRun;
import dev.praetor.engine.RunListener;
import dev.praetor.store.model.OrderAnswer;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of orders, on each database. */
@ParameterizedClass
@EnumSource
class OrdersTest extends StoreTest {
  private final AtomicInteger calls = new AtomicInteger();

  OrdersTest(Databases databases) {
    super(databases);
  }

  @Test
  void orders_arrive_once_and_oldest_first_including_earlier_orders() throws Exception {
    FlowRun<Integer> run = local(store, holding(unique())).start();
    awaitThere(run.id());
    List<RunOrder> given =
        List.of(
            new RunOrder.Approve("release", "ada"),
            new RunOrder.Refuse("send[3]", "ada", "not today"),
            new RunOrder.Cancel("grace", "enough"));
    try (RunStore other = RunStore.open(database, StoreOptions.defaults())) {
      other.order(run.id(), given.get(0));
      other.order(run.id(), given.get(1));
      LinkedBlockingQueue<RunOrder> taken = new LinkedBlockingQueue<>();
      AutoCloseable watch = store.watch(run.id(), order -> take(taken, order));
      List<RunOrder> arrived = new ArrayList<>();
      arrived.add(take(taken));
      arrived.add(take(taken));
      other.order(run.id(), given.get(2));
      arrived.add(take(taken));
      assertThat(arrived).isEqualTo(given);
      gate.countDown();
      run.await();
      watch.close();
      await().atMost(PATIENCE).until(() -> count("run_order", run.id()) == 0);
      assertThat(taken).isEmpty();
    }
    assertThatThrownBy(() -> store.order(run.id(), given.getFirst()))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("has already ended (Success)");
    assertThatThrownBy(() -> store.order(new RunId(new UUID(1, 1)), given.getFirst()))
        .hasMessageContaining("there is no run");
  }

  @Test
  void a_run_within_a_run_gets_the_orders_to_it() throws Exception {
    Flow<String> within =
        Flow.define(
            unique(),
            f -> Task.of("say", String.class, () -> "said").call().after(f.approval("Ok?")));
    Flow<String> flow = Flow.define(unique(), f -> f.run(within));
    for (boolean isApproved : List.of(true, false)) {
      FlowRun<String> run =
          local(store, flow).with(s -> s.withListener(store.ordersWithin())).start();
      RunId inner = awaitPaused(within.name());
      RunOrder order =
          isApproved
              ? new RunOrder.Approve("approval", "ada")
              : new RunOrder.Cancel("ada", "not today");
      try (RunStore other = RunStore.open(database, StoreOptions.defaults())) {
        other.order(inner, order);
      }
      assertThat(run.await().state().type())
          .isEqualTo(isApproved ? StateType.SUCCESS : StateType.CANCELLED);
      await().atMost(PATIENCE).until(() -> store.orders(inner).isEmpty());
    }
  }

  /** Waits until the newest run of a flow has a task run that waits for an approval. */
  private RunId awaitPaused(String flow) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            store.list(RunFilter.all().withFlow(flow)).stream()
                .findFirst()
                .flatMap(newest -> store.taskRun(newest.id(), TaskPath.parse("approval")))
                .filter(approval -> approval.state() instanceof State.Paused)
                .isPresent());
    return store.list(RunFilter.all().withFlow(flow)).getFirst().id();
  }

  @Test
  void an_order_is_kept_until_its_effect_is_recorded() throws Exception {
    FlowRun<Integer> run = local(store, holding(unique())).start();
    awaitThere(run.id());
    LinkedBlockingQueue<RunOrder> taken = new LinkedBlockingQueue<>();
    store.order(run.id(), new RunOrder.Cancel("grace", "enough"));
    try (AutoCloseable _ = store.watch(run.id(), order -> take(taken, order))) {
      take(taken);
      assertThat(store.orders(run.id())).hasSize(1);
      run.cancel("grace", "enough");
      gate.countDown();
      run.await();
      await().atMost(PATIENCE).until(() -> store.orders(run.id()).isEmpty());
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void an_order_that_comes_too_early_is_handed_over_again() throws Exception {
    FlowRun<Integer> run = local(store, holding(unique())).start();
    awaitThere(run.id());
    store.order(run.id(), new RunOrder.Approve("hold", "ada"));
    CountDownLatch asked = new CountDownLatch(3);
    try (AutoCloseable _ =
        store.watch(
            run.id(),
            _ -> {
              asked.countDown();
              return new OrderAnswer.NotYet();
            })) {
      assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(store.orders(run.id())).hasSize(1);
      gate.countDown();
      run.await();
      await()
          .atMost(PATIENCE)
          .until(() -> store.orders(run.id()).getFirst().refusal(), Optional::isPresent);
      assertThat(store.orders(run.id()).getFirst().refusal().orElseThrow())
          .containsAnyOf("task run 'hold' has ended as Success", "the run has ended as Success");
    }
  }

  @Test
  void an_approval_that_was_given_while_nobody_ran_the_run_is_obeyed_by_its_next_owner()
      throws Exception {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f -> Task.of(Flows::twice).call(Praetor.value(4)).after(f.approval("Publish?")));
    FlowRun<Integer> before = local(store, flow).start();
    TaskPath release = TaskPath.parse("approval");
    await()
        .atMost(PATIENCE)
        .until(() ->
            store
                .taskRun(before.id(), release)
                .filter(row -> row.state() instanceof State.Paused)
                .isPresent());
    LostOwner.of(database, before.id());
    store.order(before.id(), new RunOrder.Approve("approval", "ada"));
    try (RunStore next = RunStore.open(database, StoreOptions.defaults())) {
      next.claim(before.id());
      LinkedBlockingQueue<String> announced = new LinkedBlockingQueue<>();
      FlowRun<Integer> after =
          local(next, flow)
              .with(settings ->
                  settings.withListener(
                      new RunListener() {
                        @Override
                        public void taskRun(
                            String node, int index, State state, Supplier<TaskRun> run) {
                          if (state instanceof State.Paused) {
                            announced.add(node);
                          }
                        }
                      }))
              .resuming(next.recorded(before.id(), flow))
              .start();
      try (AutoCloseable _ =
          next.watch(
              after.id(),
              order ->
                  order instanceof RunOrder.Approve approve
                          && after.approve(approve.task(), approve.by())
                      ? new OrderAnswer.Taken()
                      : new OrderAnswer.NotYet())) {
        assertThat(announced.poll(30, TimeUnit.SECONDS)).isEqualTo("approval");
        assertThat(after.await().value()).isEqualTo(8);
        await().atMost(PATIENCE).until(() -> next.orders(after.id()).isEmpty());
      }
    }
  }

  private int failOnceThenHold(int x) throws InterruptedException {
    if (calls.incrementAndGet() == 1) {
      throw new IllegalStateException("once");
    }
    gate.await();
    return x;
  }

  @Test
  void an_order_to_the_retry_of_a_run_arrives_too() throws Exception {
    String name = unique();
    Flow<Integer> flow =
        Flow.define(name, f -> Task.of(this::failOnceThenHold).call(Praetor.value(1)))
            .retry(Retry.times(1).every(Duration.ofMillis(1)));
    FlowRun<Integer> run = local(store, flow).start();
    LinkedBlockingQueue<RunOrder> taken = new LinkedBlockingQueue<>();
    try (AutoCloseable _ = store.watch(run.id(), order -> take(taken, order));
        RunStore other = RunStore.open(database, StoreOptions.defaults())) {
      RunFilter unfinished =
          RunFilter.all().withFlow(name).withStates(EnumSet.of(StateType.RUNNING));
      RunId next =
          await()
              .atMost(PATIENCE)
              .until(
                  () ->
                      other.list(unfinished).stream()
                          .map(StoredRun::id)
                          .filter(id -> !id.equals(run.id()))
                          .findFirst(),
                  Optional::isPresent)
              .orElseThrow();
      RunOrder order = new RunOrder.Cancel("grace", "enough");
      other.order(next, order);
      assertThat(take(taken)).isEqualTo(order);
    }
    gate.countDown();
    assertThat(run.await().value()).isEqualTo(1);
  }

  private static OrderAnswer take(LinkedBlockingQueue<RunOrder> taken, RunOrder order) {
    taken.add(order);
    return new OrderAnswer.Taken();
  }

  private static RunOrder take(LinkedBlockingQueue<RunOrder> taken) throws InterruptedException {
    RunOrder order = taken.poll(30, TimeUnit.SECONDS);
    assertThat(order).isNotNull();
    return Objects.requireNonNull(order);
  }
}
