package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.store.db.Sql;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.WaitReason;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The limits of tags over all runs of a store. */
@ParameterizedClass
@EnumSource
class TagSlotsTest extends StoreTest {
  private final RunStore second = RunStore.open(database, StoreOptions.defaults());
  private final String tag = "tag-" + UUID.randomUUID();
  private final String other = "other-" + UUID.randomUUID();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final List<String> begun = new CopyOnWriteArrayList<>();

  TagSlotsTest(Databases databases) {
    super(databases);
  }

  @AfterEach
  void closeSecond() {
    gate.countDown();
    second.close();
  }

  private void limit(String name, int n) {
    store.limits().set(RunLimit.Scope.TAG, name, n, "ann");
    var _ = second.limits().delete(RunLimit.Scope.FLOW, "none", ""); // So that it reads the limits.
  }

  private int used(String name) {
    return store.limits().list().stream()
        .filter(limit -> limit.scope() == RunLimit.Scope.TAG && limit.name().equals(name))
        .mapToInt(RunLimit::used)
        .sum();
  }

  private int use(int x) {
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    LockSupport.parkNanos(1); // Lets the others run meanwhile.
    running.decrementAndGet();
    return x;
  }

  private Flow<List<Integer>> counting(int width) {
    List<Integer> all = IntStream.range(0, width).boxed().toList();
    return Flow.define(unique(), f -> Task.of(this::use).tags(tag).map(each(value(all))).collect());
  }

  /** Returns a flow of one task, which notes that it has begun and waits for the gate. */
  private Flow<Integer> gated(String name, String... tags) {
    return Flow.define(
        unique(),
        f ->
            Task.of(
                    name,
                    Integer.class,
                    (Integer x) -> {
                      begun.add(name);
                      gate.await();
                      return x;
                    })
                .tags(tags)
                .call(value(1)));
  }

  private FlowRun<Integer> begin(RunStore in, String name, String... tags) {
    FlowRun<Integer> run = local(in, gated(name, tags)).start();
    await().atMost(PATIENCE).until(() -> begun.contains(name));
    return run;
  }

  private FlowRun<Integer> queue(RunStore in, String name, String... tags) {
    FlowRun<Integer> run = local(in, gated(name, tags)).start();
    awaitState(run.id(), name, StateType.QUEUED);
    return run;
  }

  private void awaitState(RunId run, String path, StateType type) {
    await()
        .atMost(PATIENCE)
        .until(() ->
            store
                .taskRun(run, TaskPath.parse(path))
                .filter(found -> found.state().type() == type)
                .isPresent());
  }

  /** Makes the slots of a run those of a process that has ended. */
  private void pretendDead(RunId run) throws Exception {
    try (Connection connection = database.writing().getConnection()) {
      assertThat(
              Sql.update(
                  connection,
                  "UPDATE tag_slot SET process = 'ended' WHERE run = ?",
                  run.toString()))
          .isPositive();
    }
  }

  private int rows(String name) throws Exception {
    return number("SELECT count(*) FROM tag_slot WHERE tag = ?", name);
  }

  private int number(String sql, String bound) throws Exception {
    try (Connection connection = database.reading().getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, bound);
      try (ResultSet row = select.executeQuery()) {
        return row.next() ? row.getInt(1) : 0;
      }
    }
  }

  @Test
  void attempts_in_two_processes_share_the_slots_of_a_tag() throws Exception {
    limit(tag, 3);
    FlowRun<List<Integer>> here = local(store, counting(40)).start();
    FlowRun<List<Integer>> there = local(second, counting(40)).start();
    assertThat(here.await().value()).hasSize(40);
    assertThat(there.await().value()).hasSize(40);
    assertThat(most).hasValueBetween(1, 3);
    assertThat(used(tag)).isZero();
    assertThat(rows(tag)).isZero();
  }

  @Test
  void an_attempt_that_waits_is_queued_and_says_for_whom() throws Exception {
    limit(tag, 1);
    FlowRun<Integer> holder = begin(store, "holder", tag);
    FlowRun<Integer> next = queue(second, "next", tag);
    FlowRun<Integer> last = queue(store, "last", tag);
    assertThat(used(tag)).isEqualTo(1);
    State.Queued state =
        (State.Queued) store.taskRun(last.id(), TaskPath.parse("last")).orElseThrow().state();
    assertThat(state.message()).isEqualTo("waits for a slot of tag '%s' (1)".formatted(tag));
    assertThat(state.position()).isEqualTo(2);
    List<WaitReason.Holder> holders = List.of(new WaitReason.Holder(holder.id(), "holder"));
    assertThat(second.waiting().reasons(next.id()))
        .containsExactly(new WaitReason.Limit(tag, 1, holders, 1));
    assertThat(second.waiting().reasons(last.id(), TaskPath.parse("last")))
        .containsExactly(new WaitReason.Limit(tag, 1, holders, 2));
    assertThat(store.waiting().reasons(holder.id())).isEmpty();
    gate.countDown();
    for (FlowRun<Integer> run : List.of(holder, next, last)) {
      assertThat(run.await().value()).isEqualTo(1);
    }
    assertThat(begun).containsExactly("holder", "next", "last");
  }

  @Test
  void the_slots_of_a_process_that_ended_are_free() throws Exception {
    limit(tag, 1);
    FlowRun<Integer> dead = begin(second, "dead", tag);
    FlowRun<Integer> waits = queue(store, "waits", tag);
    pretendDead(dead.id());
    assertThat(used(tag)).isZero();
    await().atMost(PATIENCE).until(() -> begun.contains("waits"));
    gate.countDown();
    assertThat(waits.await().value()).isEqualTo(1);
    dead.await();
  }

  @Test
  void an_attempt_of_a_process_that_ended_holds_back_nobody_behind_it() throws Exception {
    limit(tag, 1);
    CountDownLatch first = new CountDownLatch(1);
    Flow<Integer> holds =
        Flow.define(
            unique(),
            f ->
                Task.of(
                        "first",
                        Integer.class,
                        (Integer x) -> {
                          begun.add("first");
                          first.await();
                          return x;
                        })
                    .tags(tag)
                    .call(value(1)));
    FlowRun<Integer> holder = local(store, holds).start();
    await().atMost(PATIENCE).until(() -> begun.contains("first"));
    FlowRun<Integer> dead = queue(second, "dead", tag);
    FlowRun<Integer> last = queue(store, "last", tag);
    pretendDead(dead.id());
    first.countDown();
    await().atMost(PATIENCE).until(() -> begun.contains("last"));
    assertThat(begun).doesNotContain("dead");
    gate.countDown();
    assertThat(holder.await().value()).isEqualTo(1);
    assertThat(last.await().value()).isEqualTo(1);
    dead.cancel("the test ends");
    dead.await();
  }

  @Test
  void the_slots_of_a_run_that_another_process_takes_over_are_free() throws Exception {
    limit(tag, 1);
    Flow<Integer> flow = gated("once", tag);
    FlowRun<Integer> before = local(second, flow).start();
    await().atMost(PATIENCE).until(() -> begun.contains("once"));
    FlowRun<Integer> waits = queue(store, "waits", tag);
    LostOwner.of(database, before.id());
    store.claim(before.id());
    await().atMost(PATIENCE).until(() -> begun.contains("waits"));
    gate.countDown();
    assertThat(waits.await().value()).isEqualTo(1);
    FlowResult<Integer> after =
        local(store, flow).resuming(store.recorded(before.id(), flow)).run();
    assertThat(after.value()).isEqualTo(1);
  }

  @Test
  void an_attempt_takes_all_its_slots_or_none_and_is_not_passed_over() throws Exception {
    limit(tag, 1);
    limit(other, 1);
    FlowRun<Integer> holder = begin(store, "holder", other);
    FlowRun<Integer> both = queue(second, "both", tag, other);
    assertThat(used(tag)).isZero();
    FlowRun<Integer> one = queue(store, "one", tag);
    assertThat(store.waiting().reasons(one.id()))
        .containsExactly(new WaitReason.Limit(tag, 1, List.of(), 2));
    gate.countDown();
    for (FlowRun<Integer> run : List.of(holder, both, one)) {
      assertThat(run.await().value()).isEqualTo(1);
    }
    assertThat(begun).containsExactly("holder", "both", "one");
  }

  @Test
  void slots_are_freed_in_the_transaction_that_ends_the_attempt() throws Exception {
    limit(tag, 4);
    FlowRun<List<Integer>> run = local(store, counting(200)).start();
    String both =
        """
        SELECT count(*) FROM tag_slot s
        JOIN task_run t ON t.run = s.run AND t.node = s.node AND t.idx = s.idx
        WHERE s.tag = ? AND t.ended IS NOT NULL
        """;
    do {
      assertThat(number(both, tag)).isZero();
    } while (run.await(Duration.ZERO).isEmpty());
    assertThat(rows(tag)).isZero();
  }

  @Test
  void attempts_that_wait_start_when_the_limit_is_raised_or_deleted() throws Exception {
    limit(tag, 1);
    FlowRun<Integer> holder = begin(store, "holder", tag);
    FlowRun<Integer> next = queue(second, "next", tag);
    FlowRun<Integer> last = queue(second, "last", tag);
    limit(tag, 2);
    await().atMost(PATIENCE).until(() -> begun.contains("next"));
    assertThat(begun).doesNotContain("last");
    assertThat(store.limits().delete(RunLimit.Scope.TAG, tag, "ann")).isTrue();
    await().atMost(PATIENCE).until(() -> begun.contains("last"));
    gate.countDown();
    for (FlowRun<Integer> run : List.of(holder, next, last)) {
      assertThat(run.await().value()).isEqualTo(1);
    }
    assertThat(rows(tag)).isZero();
  }

  @Test
  void a_tag_without_a_limit_writes_nothing() throws Exception {
    limit(other, 1);
    assertThat(local(store, counting(5)).run().value()).hasSize(5);
    assertThat(begin(store, "free", tag).id()).isNotNull();
    assertThat(rows(tag)).isZero();
  }

  @Test
  void a_cancelled_attempt_leaves_the_queue() throws Exception {
    limit(tag, 1);
    FlowRun<Integer> holder = begin(store, "holder", tag);
    FlowRun<Integer> cancelled = queue(second, "cancelled", tag);
    FlowRun<Integer> last = queue(store, "last", tag);
    cancelled.cancel("not needed");
    assertThat(cancelled.await().state().type()).isEqualTo(StateType.CANCELLED);
    await()
        .atMost(PATIENCE)
        .until(() ->
            store.waiting().reasons(last.id()).getFirst() instanceof WaitReason.Limit l
                && l.position() == 1);
    gate.countDown();
    assertThat(holder.await().value()).isEqualTo(1);
    assertThat(last.await().value()).isEqualTo(1);
    assertThat(begun).containsExactly("holder", "last");
  }

  @Test
  void an_abandoned_attempt_frees_its_slots_at_once() {
    limit(tag, 1);
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f ->
                Task.of(
                        "stubborn",
                        Integer.class,
                        (Integer x) -> {
                          while (gate.getCount() > 0) {
                            try {
                              gate.await();
                            } catch (InterruptedException e) {
                              begun.add("interrupted");
                            }
                          }
                          return x;
                        })
                    .tags(tag)
                    .timeout(Duration.ofMillis(50))
                    .call(value(1)));
    FlowResult<Integer> result = local(store, flow).run();
    assertThat(result.state().type()).isEqualTo(StateType.FAILED);
    assertThat(gate.getCount()).isEqualTo(1);
    assertThat(local(second, counting(3)).run().value()).hasSize(3);
    assertThat(used(tag)).isZero();
  }

  @Test
  void an_iteration_of_a_loop_waits_for_its_slot() throws Exception {
    limit(tag, 1);
    Flow<Integer> loop =
        Flow.define(unique(), f -> Task.loop(TagSlotsTest::next).tags(tag).call(value(0)));
    List<FlowRun<Integer>> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      runs.add(local(i % 2 == 0 ? store : second, loop).start());
    }
    for (FlowRun<Integer> run : runs) {
      assertThat(run.await().value()).isEqualTo(10);
    }
    assertThat(rows(tag)).isZero();
  }

  private static Step<Integer, Integer> next(int n) {
    return n == 10 ? Step.done(n) : Step.next(n + 1);
  }

  @Test
  void a_limited_map_takes_no_more_slots_than_it_runs_children() throws Exception {
    limit(tag, 10);
    Flow<List<Integer>> flow =
        Flow.define(
            unique(),
            f ->
                Task.of(
                        "narrow",
                        Integer.class,
                        (Integer x) -> {
                          begun.add("narrow");
                          gate.await();
                          return x;
                        })
                    .tags(tag)
                    .concurrency(2)
                    .map(each(value(Flows.upTo(20))))
                    .collect());
    FlowRun<List<Integer>> run = local(store, flow).start();
    await().atMost(PATIENCE).until(() -> begun.size() == 2);
    assertThat(used(tag)).isEqualTo(2);
    gate.countDown();
    assertThat(run.await().value()).hasSize(20);
  }
}
