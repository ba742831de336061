package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowRun;
import dev.praetor.RunId;
import dev.praetor.store.db.Database;
import dev.praetor.store.model.PruneFilter;
import dev.praetor.store.model.Retention;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.row.EventRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The retention of runs, on each database. The tests have a database of their own. */
@ParameterizedClass
@EnumSource
class RunRetentionTest extends StoreTest {
  private static final Map<Databases, Database> OWN = new ConcurrentHashMap<>();
  private final Instant old = Instant.now().plus(Duration.ofDays(91));

  RunRetentionTest(Databases databases) {
    super(databases, OWN.computeIfAbsent(databases, Databases::fresh));
  }

  private int apply(int keep, Instant now) {
    Retention.Runs limits = new Retention.Runs(Duration.ofDays(90), keep);
    try (StoreParts parts = StoreParts.of(database)) {
      return parts.upkeep(Retention.DEFAULT.withRuns(limits)).applyToRuns(now);
    }
  }

  private List<RunId> runs(Flow<Integer> flow, int n) {
    List<RunId> ids = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      ids.add(local(store, flow).run().id());
    }
    return ids;
  }

  private List<RunId> left(Flow<Integer> flow) {
    return store.list(RunFilter.all().withFlow(flow.name())).stream()
        .map(StoredRun::id)
        .toList()
        .reversed();
  }

  @Test
  void old_runs_are_deleted_except_the_latest_of_each_flow_and_pinned_ones() {
    Flow<Integer> often = Flows.wide(unique(), 2);
    Flow<Integer> seldom = Flows.wide(unique(), 2);
    List<RunId> ids = runs(often, 5);
    List<RunId> few = runs(seldom, 2);
    assertThat(store.pinnedRuns().pin(ids.get(1), "ann")).isTrue();
    assertThat(store.pinnedRuns().pin(ids.get(1), "ben")).isFalse();
    assertThat(apply(2, Instant.now().plus(Duration.ofDays(89)))).isZero();
    apply(2, old);
    assertThat(left(often)).containsExactly(ids.get(1), ids.get(3), ids.get(4));
    assertThat(left(seldom)).isEqualTo(few);
    assertThat(
            store
                .queries()
                .events(PageRequest.where(Condition.is(EventField.FLOW, often.name())))
                .nodes())
        .extracting(EventRow::text)
        .singleElement()
        .asString()
        .startsWith(
            "2 runs of flow '%s' were deleted, which ended before ".formatted(often.name()));
    assertThatThrownBy(() -> store.delete(ids.get(1)))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("is pinned");
    store.prune(PruneFilter.all().withFlow(often.name()));
    assertThat(left(often)).containsExactly(ids.get(1));
    assertThat(store.pinnedRuns().unpin(ids.get(1))).isTrue();
    apply(0, old);
    assertThat(left(often)).isEmpty();
  }

  @Test
  void runs_within_a_run_go_with_it_and_are_not_pinned_by_themselves() throws Exception {
    Flow<Integer> inner = Flows.wide(unique(), 3);
    Flow<Integer> outer = Flow.define(unique(), f -> f.run(inner));
    RunId id = runs(outer, 1).getFirst();
    RunId within = left(inner).getFirst();
    assertThatThrownBy(() -> store.pinnedRuns().pin(within, "ann"))
        .hasMessageContaining("is a part of run " + id);
    apply(1, old);
    assertThat(left(inner)).containsExactly(within);
    apply(0, old);
    assertThat(left(inner)).isEmpty();
    assertThat(count("task_run", within)).isZero();
  }

  @Test
  void what_runs_waits_or_is_used_by_a_restart_in_progress_is_kept() throws Exception {
    Flow<Integer> flow = Flows.wide(unique(), 1);
    List<RunId> chain = runs(flow, 3);
    Flow<Integer> slow = holding(unique());
    FlowRun<Integer> restart = local(store, slow).start();
    awaitThere(restart.id());
    setRestartOf(restart.id(), chain.get(1));
    setRestartOf(chain.get(1), chain.get(0));
    RunId lost = LostRun.leave(store.journal(Flows.wide("wide", 1), Flows.ORIGIN));
    apply(0, old);
    assertThat(left(flow)).containsExactly(chain.get(0), chain.get(1));
    assertThat(Set.copyOf(left(slow))).containsExactly(restart.id());
    assertThat(store.find(lost)).isPresent();
    gate.countDown();
    restart.await();
    apply(0, old);
    assertThat(left(flow)).isEmpty();
    assertThat(left(slow)).isEmpty();
    assertThat(store.find(lost)).isPresent();
  }

  @Test
  void a_store_deletes_them_by_itself_if_it_is_told_to() {
    Flow<Integer> flow = Flows.wide(unique(), 1);
    List<RunId> ids = runs(flow, 2);
    store.close();
    Retention runs = Retention.DEFAULT.withRuns(new Retention.Runs(Duration.ofDays(90), 1));
    for (Retention retention : List.of(Retention.DEFAULT, runs)) {
      InstantSource later = InstantSource.fixed(old.plus(Duration.ofDays(1)));
      store = RunStore.open(database, StoreOptions.defaults().withRetention(retention), later);
      if (retention.runs().isPresent()) {
        await().atMost(PATIENCE).until(() -> left(flow).size() == 1);
      }
      assertThat(left(flow)).contains(ids.get(1));
      store.close();
    }
    store = RunStore.open(database, StoreOptions.defaults());
  }

  private void setRestartOf(RunId run, RunId earlier) throws SQLException {
    try (Connection connection = database.writing().getConnection();
        PreparedStatement update =
            connection.prepareStatement("UPDATE flow_run SET restart_of = ? WHERE id = ?")) {
      update.setString(1, earlier.toString());
      update.setString(2, run.toString());
      update.executeUpdate();
    }
  }
}
