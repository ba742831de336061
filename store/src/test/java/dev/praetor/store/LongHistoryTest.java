package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.TaskPath;
import dev.praetor.engine.TagLimits;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Long histories: they cost the store what they are, and are read back whole. */
@ParameterizedClass
@EnumSource
class LongHistoryTest extends StoreTest {
  private static final TaskPath STEP = TaskPath.parse("step");
  private final AtomicInteger calls = new AtomicInteger();
  private final CountDownLatch reached = new CountDownLatch(1);

  LongHistoryTest(Databases databases) {
    super(databases);
  }

  /** The state of the loop; of a run that is to be held, the iteration at which it is held. */
  record At(int n, int of, int held) {}

  private Step<At, Integer> step(At at) throws InterruptedException {
    if (at.n() == at.held()) {
      reached.countDown();
      gate.await();
    }
    calls.incrementAndGet();
    return at.n() == at.of()
        ? Step.done(at.n())
        : Step.next(new At(at.n() + 1, at.of(), at.held()));
  }

  private Flow<Integer> loop(int of, int held) {
    return Flow.define(unique(), f -> Task.loop(this::step).call(value(new At(0, of, held))));
  }

  private long number(String sql, RunId run) throws Exception {
    try (Connection connection = database.writing().getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      select.setString(1, run.toString());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private List<String> iterations(RunStore from, RunId run) {
    return from.taskRun(run, STEP).orElseThrow().history().stream()
        .map(transition -> transition.state().message())
        .filter(message -> message.startsWith("iteration "))
        .map(message -> message.split(" ", -1)[1])
        .toList();
  }

  private static List<String> upTo(int from, int to) {
    return IntStream.rangeClosed(from, to).mapToObj(Integer::toString).toList();
  }

  @Test
  void each_iteration_of_a_loop_is_written_once_and_all_are_read_back() throws Exception {
    RunId run = local(store, loop(300, -1)).run().id();
    assertThat(iterations(store, run)).isEqualTo(upTo(2, 301));
    assertThat(number("SELECT max(length(history)) FROM task_run WHERE run = ?", run))
        .isLessThan(16 * 200);
    assertThat(number("SELECT count(*) FROM task_history WHERE run = ?", run)).isEqualTo(37);
    List<StoredTaskRun> page = store.taskRuns(run, TaskRunFilter.all().withNode("step"));
    assertThat(page.getFirst().history())
        .isEqualTo(store.taskRun(run, STEP).orElseThrow().history());
  }

  @Test
  void twice_the_iterations_cost_twice_the_space() throws Exception {
    String size = "SELECT sum(length(states)) FROM task_history WHERE run = ?";
    long small = number(size, local(store, loop(160, -1)).run().id());
    long large = number(size, local(store, loop(320, -1)).run().id());
    assertThat((double) large / small).isBetween(1.8, 2.3);
  }

  @Test
  void a_loop_with_a_long_history_is_resumed_at_its_last_iteration() throws Exception {
    Flow<Integer> flow = loop(120, 100);
    FlowRun<Integer> before = local(store, flow).start();
    reached.await();
    LostOwner.of(database, before.id());
    try (RunStore next = RunStore.open(database, StoreOptions.defaults())) {
      next.claim(before.id());
      gate.countDown();
      int callsBefore = calls.get();
      FlowResult<Integer> after =
          local(next, flow).resuming(next.recorded(before.id(), flow)).run();
      assertThat(after.value()).isEqualTo(120);
      assertThat(callsBefore).isBetween(100, 101);
      assertThat(iterations(next, after.id())).isEqualTo(upTo(2, 121));
      next.delete(after.id());
    }
    assertThat(count("task_history", before.id())).isZero();
  }

  @Test
  void a_task_run_that_waits_for_a_slot_is_queued_once() {
    Flow<Integer> flow =
        Flow.define(
            unique(),
            f ->
                Task.of(Flows::size)
                    .call(
                        Task.of(Flows::twice)
                            .tags("db")
                            .map(each(Task.of(Flows::upTo).call(value(200))))
                            .collect()));
    FlowResult<Integer> result =
        local(store, flow)
            .with(settings -> settings.withSlots(new TagLimits(Map.of("db", 2))))
            .run();
    assertThat(result.value()).isEqualTo(200);
    List<StoredTaskRun> all =
        store.taskRuns(result.id(), TaskRunFilter.all().withNode("twice").withLimit(500));
    assertThat(all).hasSize(201);
    assertThat(all)
        .allSatisfy(run ->
            assertThat(run.history())
                .filteredOn(transition -> transition.state().type() == StateType.QUEUED)
                .hasSizeLessThanOrEqualTo(1));
    assertThat(all)
        .filteredOn(run -> run.index() >= 0)
        .allSatisfy(run -> assertThat(run.state()).isInstanceOf(State.Success.class));
  }
}
