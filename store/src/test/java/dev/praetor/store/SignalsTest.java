package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.FlowRun;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.signal.Topic;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of signals between stores, on each database. */
@ParameterizedClass
@EnumSource
class SignalsTest extends StoreTest {
  SignalsTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private interface Change {
    void in(RunStore store) throws Exception;
  }

  /** Makes a change in another store until it is heard here, and then once more. */
  private void assertHeard(Topic topic, Change change) throws Exception {
    Semaphore heard = new Semaphore(0);
    try (Subscription _ = store.signals().listen(topic, heard::release);
        RunStore other = RunStore.open(database, StoreOptions.defaults())) {
      await()
          .atMost(PATIENCE)
          .until(() -> {
            change.in(other);
            return heard.tryAcquire(200, TimeUnit.MILLISECONDS);
          });
      heard.drainPermits();
      change.in(other);
      assertThat(heard.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_changed_limit_is_heard_in_another_store() throws Exception {
    assertHeard(Topic.QUEUE, other -> other.limits().set(RunLimit.Scope.FLOW, "any", 1, "ann"));
  }

  @Test
  void an_order_is_heard_in_another_store() throws Exception {
    FlowRun<Integer> run = local(store, holding(unique())).start();
    awaitThere(run.id());
    assertHeard(Topic.ORDERS, other -> other.order(run.id(), new RunOrder.Cancel("ann", "why")));
    gate.countDown();
    run.await();
  }

  @Test
  void the_end_of_a_run_is_heard_in_another_store() throws Exception {
    gate.countDown();
    assertHeard(Topic.ENDS, other -> local(other, holding(unique())).run());
  }

  @Test
  void the_end_of_a_process_is_heard_in_another_store() throws Exception {
    assertHeard(
        Topic.OWNERS,
        _ -> {
          try (RunStore third = RunStore.open(database, StoreOptions.defaults())) {
            third.limits().set(RunLimit.Scope.FLOW, "any", 1, "ann");
          }
        });
  }

  @Test
  void own_changes_are_heard_when_they_are_durable() throws Exception {
    Semaphore heard = new Semaphore(0);
    Subscription listening = store.signals().listen(Topic.QUEUE, heard::release);
    store.limits().set(RunLimit.Scope.FLOW, "any", 1, "ann");
    assertThat(heard.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    listening.close();
    heard.drainPermits();
    store.limits().set(RunLimit.Scope.FLOW, "any", 2, "ann");
    store.limits().delete(RunLimit.Scope.FLOW, "any", "");
    assertThat(heard.availablePermits()).isZero();
  }
}
