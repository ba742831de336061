package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.TaskPath;
import dev.praetor.engine.Journal;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The contract of cancelling lost runs, deleting and pruning, on each database. */
@ParameterizedClass
@EnumSource
class DeletionTest extends StoreTest {
  DeletionTest(Databases databases) {
    super(databases);
  }

  @Test
  void a_lost_run_is_cancelled_with_everything_that_had_not_ended() throws Exception {
    Journal journal = store.journal(Flows.wide("wide", 1), Flows.ORIGIN);
    RunId id = LostRun.leave(journal);
    reopen();
    store.cancelLost(id, "ada", "its machine is gone");
    StoredRun run = store.find(id).orElseThrow();
    assertThat(run.state()).isInstanceOf(State.Cancelled.class);
    assertThat(run.state().message()).isEqualTo("its machine is gone (by ada)");
    assertThat(run.times().ended()).isPresent();
    assertThat(store.taskRuns(id, TaskRunFilter.all()))
        .extracting(StoredTaskRun::node, StoredTaskRun::index, r -> r.state().type())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("n", -1, StateType.CANCELLED),
            org.assertj.core.groups.Tuple.tuple("n", 0, StateType.SUCCESS),
            org.assertj.core.groups.Tuple.tuple("n", 1, StateType.CANCELLED));
    assertThat(store.counts(id, "n"))
        .isEqualTo(Map.of(StateType.SUCCESS, 1, StateType.CANCELLED, 4));
    assertThatThrownBy(() -> store.cancelLost(id, "ada", "again"))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("has ended as Cancelled");
  }

  @Test
  void a_deleted_run_leaves_nothing() throws Exception {
    Flow<Integer> inner = Flows.wide(unique(), 3);
    Flow<Integer> outer = Flow.define(unique(), f -> f.run(inner));
    RunId id = local(store, outer).run().id();
    List<StoredRun> within = store.list(RunFilter.all().withFlow(inner.name()));
    assertThat(within).hasSize(1);
    RunId child = within.getFirst().id();
    store.journal(inner, Flows.ORIGIN).log(line(child, "INFO", "to be deleted"));
    awaitLogs(child, 1);
    store.delete(id);
    for (RunId gone : List.of(id, child)) {
      assertThat(store.find(gone)).isEmpty();
      for (String table :
          List.of(
              "task_run",
              "run_columns",
              "map_counts",
              "log",
              "run_order",
              "artifact",
              "progress")) {
        assertThat(count(table, gone)).as(table).isZero();
      }
    }
    assertThatThrownBy(() -> store.delete(id)).hasMessageContaining("there is no run " + id);
  }

  @Test
  void a_large_run_is_deleted_in_parts() throws Exception {
    RunId id = local(store, Flows.wide(unique(), 12_000)).run().id();
    store.delete(id);
    assertThat(count("task_run", id)).isZero();
  }

  @Test
  void a_run_in_progress_is_not_deleted() throws Exception {
    FlowRun<Integer> run = local(store, holding(unique())).start();
    awaitThere(run.id());
    assertThatThrownBy(() -> store.delete(run.id()))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("is in progress");
    assertThatThrownBy(() -> store.dropResults(run.id())).isInstanceOf(StoreFailed.class);
    gate.countDown();
    run.await();
    store.delete(run.id());
  }

  @Test
  void pruning_keeps_the_latest_runs_and_lists_the_others_in_a_dry_run() {
    Flow<Integer> flow = Flows.wide(unique(), 1);
    List<RunId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(local(store, flow).run().id());
    }
    PruneFilter filter = PruneFilter.all().withFlow(flow.name()).withKeepLatest(2);
    assertThat(store.prune(filter.withDryRun()).runs()).isEqualTo(ids.subList(0, 3));
    assertThat(store.list(RunFilter.all().withFlow(flow.name()))).hasSize(5);
    Instant second = store.find(ids.get(1)).orElseThrow().times().ended().orElseThrow();
    assertThat(store.prune(filter.withEndedBefore(second)).runs()).isEqualTo(ids.subList(0, 1));
    assertThat(store.prune(filter).runs()).isEqualTo(ids.subList(1, 3));
    assertThat(store.list(RunFilter.all().withFlow(flow.name())))
        .extracting(StoredRun::id)
        .containsExactly(ids.get(4), ids.get(3));
  }

  @Test
  void dropped_results_are_missing_and_say_so() {
    Flow<Integer> flow = Flows.wide(unique(), 3);
    RunId id = local(store, flow).run().id();
    assertThat(store.dropResults(id, TaskPath.parse("twice[1]"))).isEqualTo(1);
    assertThat(store.recorded(id, flow).missing("twice", 1)).contains("its result was deleted");
    assertThat(store.recorded(id, flow).missing("twice", 2)).isEmpty();
    assertThat(store.dropResults(id, TaskPath.parse("twice"))).isEqualTo(2);
    assertThat(store.dropResults(id)).isEqualTo(2);
    assertThat(store.taskRuns(id, TaskRunFilter.all()))
        .allMatch(run -> run.value().isEmpty() && run.state() instanceof State.Success);
  }

  @Test
  void a_large_result_is_deleted_with_the_last_row_that_needs_it() {
    Instant later = Instant.now().plus(Duration.ofHours(2));
    Flow<Integer> flow = Flows.wide(unique(), 5_000);
    try (StoreParts parts = StoreParts.of(database)) {
      parts.unused().drop(later);
      RunId one = local(store, flow).run().id();
      RunId other = local(store, flow).run().id();
      store.delete(one);
      assertThat(parts.unused().drop(later)).isZero();
      assertThat(store.recorded(other, flow).missing("up_to", -1)).isEmpty();
      assertThat(store.taskRun(other, TaskPath.parse("up_to")).orElseThrow().result().blob())
          .isPresent();
      assertThat(store.dropResults(other, TaskPath.parse("up_to"))).isEqualTo(1);
      assertThat(parts.unused().drop()).as("it was used a moment ago").isZero();
      assertThat(parts.unused().drop(later)).isEqualTo(1);
      assertThat(parts.unused().drop(later)).isZero();
    }
  }
}
