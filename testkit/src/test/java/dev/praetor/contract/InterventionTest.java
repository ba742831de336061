package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.CANCELLED;
import static dev.praetor.StateType.PAUSED;
import static dev.praetor.StateType.RETRYING;
import static dev.praetor.StateType.RUNNING;
import static dev.praetor.StateType.SKIPPED;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.InvalidTaskPath;
import dev.praetor.OrderRefused;
import dev.praetor.Retry;
import dev.praetor.Task;
import dev.praetor.Task0;
import dev.praetor.Task1;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class InterventionTest {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch interrupted = new CountDownLatch(1);

  /** A value with parts that are proved. */
  record Order(String name, int amount) {}

  private Task0<Order> hanging() {
    return Task.of(
        "order",
        Order.class,
        () -> {
          begun.countDown();
          try {
            SmallFlows.hang();
          } finally {
            interrupted.countDown();
          }
          return new Order("none", 0);
        });
  }

  private static final Task1<Order, Integer> AMOUNT =
      Task.of("amount", Integer.class, (Order order) -> order.amount());

  private Flow<Integer> flow() {
    return Flow.define("f", f -> AMOUNT.call(hanging().call()));
  }

  static List<Integer> list() throws InterruptedException {
    SmallFlows.hang();
    return List.of(1);
  }

  private static void refused(ThrowingCallable order, ErrorCode code, String message) {
    assertThatThrownBy(order)
        .isInstanceOfSatisfying(
            OrderRefused.class, thrown -> assertThat(thrown.code()).isEqualTo(code))
        .hasMessageContaining(message);
  }

  @Test
  void a_running_task_run_is_skipped_and_its_downstream_follows_the_skip_rule() throws Exception {
    var started = FlowTester.of(flow()).start();
    started.events().await("order", RUNNING);
    begun.await(); // The state comes before the code.
    started.run().skip("order", "ada", "not needed today");
    interrupted.await();
    started
        .finish()
        .ended(SUCCESS)
        .ended("order", SKIPPED)
        .says("order", "skipped by ada: not needed today")
        .ended("amount", SKIPPED);
  }

  @Test
  void a_task_run_is_finished_with_a_value_that_its_downstream_gets() throws Exception {
    var started = FlowTester.of(flow()).start();
    started.events().await("order", RUNNING);
    started.run().finish("order", new Order("tea", 3), "ada", "done by hand");
    var run =
        started
            .finish()
            .ended(SUCCESS)
            .ended("order", SUCCESS)
            .says("order", "finished by ada: done by hand");
    assertThat(run.value()).isEqualTo(3);
  }

  @Test
  void a_task_run_is_finished_with_json() throws Exception {
    var started = FlowTester.of(flow()).start();
    started.events().await("order", RUNNING);
    started.run().finishWithJson("order", "{\"name\": \"tea\", \"amount\": 4}", "ada", "");
    assertThat(started.finish().ended(SUCCESS).value()).isEqualTo(4);
  }

  @Test
  void a_value_that_its_task_could_not_have_returned_is_refused() throws Exception {
    var started = FlowTester.of(flow()).start();
    started.events().await("order", RUNNING);
    FlowRun<Integer> run = started.run();
    for (String json : List.of("5", "{\"name\": \"tea\"}", "{", "\"tea\"", "[]")) {
      refused(
          () -> run.finishWithJson("order", json, "ada", ""),
          ErrorCode.BAD_REQUEST,
          "the value is not a result of task run 'order'");
    }
    refused(() -> run.finish("order", "tea", "ada", ""), ErrorCode.BAD_REQUEST, "not a result");
    refused(() -> run.finish("amount", "tea", "ada", ""), ErrorCode.BAD_REQUEST, "not a result");
    run.skip("order", "ada", "");
    started.finish().ended(SUCCESS);
  }

  @Test
  void a_task_run_that_waits_for_others_or_for_a_person_can_be_ended_too() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              var approved = f.approval("?");
              var order = hanging().call().after(approved);
              return Task.of("plus", Integer.class, (Integer x) -> x + 1).call(AMOUNT.call(order));
            });
    var started = FlowTester.of(flow).start();
    started.events().await("approval", PAUSED);
    started.run().finish("amount", 41, "ada", "");
    started.run().skip("approval", "ada", "");
    var run = started.finish().ended(SUCCESS).ended("approval", SKIPPED).ended("order", SKIPPED);
    assertThat(run.value()).isEqualTo(42);
  }

  @Test
  void a_waiting_retry_that_is_skipped_does_not_run_again() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "flaky",
                        Integer.class,
                        () -> {
                          throw new IllegalStateException("no");
                        })
                    .retry(Retry.times(5).every(Duration.ofHours(1)))
                    .call());
    var started = FlowTester.of(flow).clock(SettableClock.manual(Instant.EPOCH)).start();
    started.events().await("flaky", RETRYING);
    started.run().skip("flaky", "ada", "");
    started.finish().ended(SUCCESS).ended("flaky", SKIPPED).took("flaky", 1);
  }

  @Test
  void one_element_is_skipped_or_finished_and_the_others_go_on() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "send",
                        Integer.class,
                        (Integer x) -> {
                          release.await();
                          return x;
                        })
                    .concurrency(1)
                    .map(each(value(List.of(1, 2, 3, 4))))
                    .collect());
    var started = FlowTester.of(flow).start();
    started.events().await("send[0]", RUNNING);
    started.run().skip("send[0]", "ada", "");
    started.run().finish("send[3]", 40, "ada", "");
    refused(
        () -> started.run().finish("send", List.of(), "ada", ""),
        ErrorCode.CONFLICT,
        "is a mapped node");
    refused(() -> started.run().skip("send", "ada", ""), ErrorCode.CONFLICT, "one by one");
    refused(() -> started.run().skip("send[4]", "ada", ""), ErrorCode.NOT_FOUND, "has 4 children");
    release.countDown();
    var run = started.finish().ended(SUCCESS);
    assertThat(run.events()).contains("send[0] Skipped", "send[3] Success");
    assertThat(run.value()).containsExactly(2, 3, 40);
  }

  @Test
  void a_mapped_node_without_children_yet_is_skipped_as_a_whole() throws Exception {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              var list = Task.of(InterventionTest::list).call();
              var send = Task.of("send", Integer.class, (Integer x) -> x).map(each(list));
              return Task.of("more", Integer.class, (Integer x) -> x).map(send).collect();
            });
    var started = FlowTester.of(flow).start();
    started.events().await("list", RUNNING);
    assertThatThrownBy(() -> started.run().skip("send[0]", "ada", ""))
        .isInstanceOfSatisfying(
            OrderRefused.class, thrown -> assertThat(thrown.isPossibleLater()).isTrue());
    started.run().skip("send", "ada", "");
    started.run().skip("list", "ada", "");
    started.finish().ended(SUCCESS).ended("send", SKIPPED).ended("more", SKIPPED);
  }

  @Test
  void a_task_run_that_is_another_run_ends_when_that_run_is_cancelled() throws Exception {
    Flow<Order> child = Flow.define("child", f -> hanging().call());
    Flow<Integer> flow = Flow.define("f", f -> AMOUNT.call(f.run(child)));
    var started = FlowTester.of(flow).start();
    started.events().await("child", RUNNING);
    begun.await();
    started.run().finish("child", new Order("tea", 5), "ada", "");
    interrupted.await();
    assertThat(started.finish().ended(SUCCESS).ended("child", SUCCESS).value()).isEqualTo(5);
  }

  @Test
  void an_order_about_a_task_run_that_does_not_exist_or_has_ended_is_refused() throws Exception {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              var order = hanging().call();
              return AMOUNT.call(order).after(f.approval("?"));
            });
    var started = FlowTester.of(flow).start();
    started.events().await("order", RUNNING);
    started.events().await("approval", PAUSED);
    FlowRun<Integer> run = started.run();
    refused(() -> run.skip("nothing", "ada", ""), ErrorCode.NOT_FOUND, "has no node 'nothing'");
    refused(() -> run.skip("order[1]", "ada", ""), ErrorCode.NOT_FOUND, "is not mapped");
    assertThatThrownBy(() -> run.skip("order[", "ada", "")).isInstanceOf(InvalidTaskPath.class);
    run.pause("ada", "");
    run.skip("order", "ada", "");
    refused(() -> run.skip("order", "ada", ""), ErrorCode.CONFLICT, "has already ended (Skipped)");
    refused(() -> run.finish("order", null, "ada", ""), ErrorCode.CONFLICT, "has already ended");
    run.resume("ada", "");
    run.approve("approval", "ada");
    started.finish().ended(SUCCESS);
    refused(() -> run.skip("amount", "ada", ""), ErrorCode.CONFLICT, "has already ended");
  }

  @Test
  void nothing_is_ended_by_hand_while_the_run_is_being_cancelled() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    Flow<Integer> flow =
        SmallFlows.single(SmallFlows.task(() -> SmallFlows.ignoreInterrupts(release)));
    var started = FlowTester.of(flow).start();
    started.events().await("t", RUNNING);
    started.run().cancel("enough");
    refused(
        () -> started.run().skip("t", "ada", ""), ErrorCode.CONFLICT, "is being cancelled: enough");
    release.countDown();
    started.finish().ended(CANCELLED);
  }

  @Test
  void what_a_person_ended_stays_ended_after_a_crash() throws Exception {
    KilledRuns<Integer> killed = new KilledRuns<>(flow());
    FlowRun<Integer> run = killed.start();
    Awaitility.await().until(() -> killed.journal.written(killed.id()).contains("order Running"));
    run.pause("ada", "");
    run.finish("order", new Order("tea", 6), "ada", "");
    Awaitility.await().until(() -> killed.journal.written(killed.id()).contains("order Success"));
    killed.journal.killAfter(0);
    run.cancel("nobody");
    assertThatThrownBy(run::await).isInstanceOf(RunOwnershipLost.class);
    FlowRun<Integer> again = killed.resume();
    refused(
        () -> again.skip("order", "bob", ""), ErrorCode.CONFLICT, "has already ended (Success)");
    again.resume("bob", "");
    assertThat(again.await().value()).isEqualTo(6);
  }

  @Test
  void a_task_run_that_was_running_is_skipped_though_it_is_not_restored_yet() throws Exception {
    KilledRuns<Integer> killed = new KilledRuns<>(flow());
    FlowRun<Integer> run = killed.start();
    Awaitility.await().until(() -> killed.journal.written(killed.id()).contains("order Running"));
    killed.journal.killAfter(0);
    run.cancel("nobody");
    assertThatThrownBy(run::await).isInstanceOf(RunOwnershipLost.class);
    FlowRun<Integer> again = killed.resume();
    again.skip("order", "ada", "");
    assertThat(again.await().state().type()).isEqualTo(SUCCESS);
  }
}
