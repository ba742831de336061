package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.Praetor;
import dev.praetor.Retry;
import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.Task;
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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
      try (AutoCloseable _ = store.watch(run.id(), taken::add)) {
        List<RunOrder> arrived = new ArrayList<>();
        arrived.add(take(taken));
        arrived.add(take(taken));
        other.order(run.id(), given.get(2));
        arrived.add(take(taken));
        assertThat(arrived).isEqualTo(given);
      }
      await().atMost(PATIENCE).until(() -> count("run_order", run.id()) == 0);
      assertThat(taken).isEmpty();
    }
    gate.countDown();
    run.await();
    assertThatThrownBy(() -> store.order(run.id(), given.getFirst()))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("has already ended (Success)");
    assertThatThrownBy(() -> store.order(new RunId(new UUID(1, 1)), given.getFirst()))
        .hasMessageContaining("there is no run");
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
    try (AutoCloseable _ = store.watch(run.id(), taken::add);
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

  private static RunOrder take(LinkedBlockingQueue<RunOrder> taken) throws InterruptedException {
    RunOrder order = taken.poll(30, TimeUnit.SECONDS);
    assertThat(order).isNotNull();
    return Objects.requireNonNull(order);
  }
}
