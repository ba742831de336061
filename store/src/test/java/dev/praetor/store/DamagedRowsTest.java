package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.TaskPath;
import dev.praetor.store.db.Schema;
import dev.praetor.store.db.Sql;
import dev.praetor.store.history.FlowChanges;
import dev.praetor.store.history.RunShape;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.model.StoredRun;
import dev.praetor.store.model.StoredTaskRun;
import dev.praetor.store.model.TaskRunFilter;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Damaged rows, which must not hide the others. */
@ParameterizedClass
@EnumSource
class DamagedRowsTest extends StoreTest {
  DamagedRowsTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private void update(String sql, Object... bound) throws Exception {
    try (Connection connection = database.writing().getConnection()) {
      assertThat(Sql.update(connection, sql, bound)).isPositive();
    }
  }

  @Test
  void a_damaged_run_hides_no_other_and_says_that_it_is_damaged() throws Exception {
    Flow<Integer> flow = Flows.wide(unique(), 3);
    Map<String, String> damages =
        Map.of(
            "history", "garbage [",
            "origin", "{\"target\":",
            "restart_of", "not an id",
            "parent", "neither");
    for (Map.Entry<String, String> damage : damages.entrySet()) {
      RunId whole = Flows.run(store, flow).id();
      RunId damaged = Flows.run(store, flow).id();
      update(
          "UPDATE flow_run SET " + damage.getKey() + " = ? WHERE id = ?",
          damage.getValue(),
          damaged.toString());
      List<StoredRun> all = store.list(RunFilter.all().withFlow(flow.name()).withLimit(2));
      assertThat(all).extracting(StoredRun::id).containsExactly(damaged, whole);
      assertThat(all.getFirst().state().message()).startsWith("its record is damaged: ");
      assertThat(all.getFirst().isLost()).isFalse();
    }
    update("UPDATE flow_run SET id = 'x' WHERE history LIKE 'garbage%'");
    assertThat(store.list(RunFilter.all())).hasSize(7);
  }

  @Test
  void a_damaged_task_run_hides_no_other_and_says_that_it_is_damaged() throws Exception {
    RunId run = Flows.run(store, Flows.wide(unique(), 3)).id();
    update("UPDATE task_run SET history = 'garbage' WHERE node = 'twice' AND idx = 1");
    List<StoredTaskRun> all =
        store.taskRuns(run, TaskRunFilter.all().withNode("twice").withLimit(10));
    assertThat(all).hasSize(4);
    assertThat(store.taskRun(run, TaskPath.parse("twice[1]")).orElseThrow().state().message())
        .startsWith("its record is damaged: ");
    assertThat(store.taskRun(run, TaskPath.parse("twice[2]")).orElseThrow().state())
        .isInstanceOf(State.Success.class);
  }

  @Test
  void a_state_that_nobody_knows_hides_no_other() throws Exception {
    Flow<Integer> flow = Flows.wide(unique(), 3);
    RunId whole = Flows.run(store, flow).id();
    RunId odd = Flows.run(store, flow).id();
    update("UPDATE flow_run SET state = 'Dancing' WHERE id = ?", odd.toString());
    update("UPDATE task_run SET state = 'Dancing' WHERE run = ? AND idx = 1", odd.toString());
    assertThat(store.list(RunFilter.all().withFlow(flow.name())))
        .extracting(StoredRun::id)
        .containsExactly(odd, whole);
    assertThat(store.taskRuns(odd, TaskRunFilter.all().withNode("twice").withLimit(10))).hasSize(4);
    assertThat(store.counts(odd, "twice")).isNotEmpty();
  }

  @Test
  void a_damaged_description_of_a_flow_hides_neither_its_runs_nor_what_they_did() throws Exception {
    Flow<Integer> flow = Flows.wide(unique(), 3);
    StoredRun run = store.find(Flows.run(store, flow).id()).orElseThrow();
    update("UPDATE flow_version SET spec = '{\"nodes\": 7'");
    assertThat(RunShape.of(store, run).node("twice")).isPresent();
    assertThat(FlowChanges.since(run.version().flatMap(store::spec), flow)).containsKey("twice");
  }

  @Test
  void a_failed_migration_is_explained_without_advice_for_developers() throws Exception {
    store.close();
    update("UPDATE " + database.migrationTable() + " SET checksum = 1 WHERE version = '1'");
    update(
        "DELETE FROM %s WHERE version = '%d'".formatted(database.migrationTable(), Schema.NEWEST));
    assertThatThrownBy(() -> RunStore.open(database, StoreOptions.defaults()).close())
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("could not be created or migrated")
        .message()
        .doesNotContainIgnoringCase("flyway")
        .doesNotContain("http", "\n");
  }
}
