package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.RunId;
import dev.praetor.StateType;
import dev.praetor.store.columns.ColumnSizes;
import dev.praetor.store.columns.ColumnUpkeep;
import dev.praetor.store.db.Sql;
import dev.praetor.store.query.Page;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.aggregate.AggregateRequest;
import dev.praetor.store.query.aggregate.Aggregates;
import dev.praetor.store.query.aggregate.Group;
import dev.praetor.store.query.aggregate.GroupBy;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.row.TaskRunRow;
import dev.praetor.store.query.scan.ColumnUse;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Ended runs with many children have columns, which are read only while they are right. */
@ParameterizedClass
@EnumSource
class RunColumnsTest extends StoreTest {
  private static final RunId GONE = RunId.parse("01a221a1-1ebb-752c-97a9-677f35f82c5a");

  RunColumnsTest(Databases databases) {
    super(databases);
  }

  private int columns(RunId run) {
    return store
        .parts
        .query()
        .all(
            "SELECT count(*) AS n FROM run_columns WHERE run = ?",
            List.of(run.toString()),
            row -> row.getInt("n"))
        .getFirst();
  }

  private Map<String, Long> states(RunId run) {
    return states(store.queries().aggregates().with(WrittenColumns.ALWAYS), run);
  }

  private Map<String, Long> inRows(RunId run) {
    return states(store.queries().aggregates().with(ColumnUse.NEVER), run);
  }

  private static Map<String, Long> states(Aggregates aggregates, RunId run) {
    AggregateRequest byState =
        AggregateRequest.where(Condition.is(TaskRunField.RUN, run.toString()))
            .withGroups(new GroupBy.OfField(TaskRunField.STATE));
    return aggregates.groups(Entity.TASK_RUN, byState).stream()
        .collect(Collectors.toMap(group -> String.valueOf(group.key().get("state")), Group::count));
  }

  private void change(String sql, Object... bound) throws Exception {
    try (Connection connection = database.writing().getConnection()) {
      assertThat(Sql.update(connection, sql, bound)).isPositive();
    }
  }

  @Test
  void only_ended_runs_with_many_children_have_columns() throws Exception {
    RunId wide = local(store, Flows.wide(unique(), 150)).run().id();
    RunId narrow = local(store, Flows.wide(unique(), 20)).run().id();
    RunId open = local(store, Flows.wide(unique(), 150)).run().id();
    change("UPDATE flow_run SET ended = NULL WHERE id = ?", open.toString());
    store.columns().complete();
    assertThat(List.of(columns(wide), columns(narrow), columns(open))).isEqualTo(List.of(1, 0, 0));
    assertThat(states(wide)).isEqualTo(inRows(wide)).isEqualTo(states(open)).isNotEmpty();
    assertThat(states(narrow)).isEqualTo(inRows(narrow));
  }

  @Test
  void columns_are_not_read_any_more_once_the_run_has_changed() throws Exception {
    RunId run = local(store, Flows.wide(unique(), 150)).run().id();
    store.columns().complete();
    change("UPDATE task_run SET state = 'Failed' WHERE run = ? AND idx = 3", run.toString());
    assertThat(states(run)).as("from its columns").doesNotContainKey("Failed");
    store.setState(run, StateType.FAILED, "ada", "a child was wrong");
    assertThat(states(run)).as("from its rows").containsEntry("Failed", 1L);
    store.columns().complete();
    change("UPDATE task_run SET state = 'Crashed' WHERE run = ? AND idx = 4", run.toString());
    assertThat(states(run))
        .as("from its new columns")
        .containsEntry("Failed", 1L)
        .doesNotContainKey("Crashed");
    change("UPDATE flow_run SET epoch = epoch + 1 WHERE id = ?", run.toString());
    assertThat(states(run)).as("of its next owner").containsEntry("Crashed", 1L);
  }

  @Test
  void columns_of_few_task_runs_are_not_read_as_the_database_is_faster() throws Exception {
    RunId run = local(store, Flows.wide(unique(), 150)).run().id();
    store.columns().complete();
    change("UPDATE task_run SET state = 'Failed' WHERE run = ? AND idx = 3", run.toString());
    assertThat(states(run)).as("from its columns").doesNotContainKey("Failed");
    assertThat(states(store.queries().aggregates(), run)).containsEntry("Failed", 1L);
  }

  @Test
  void damaged_columns_are_passed_over_and_the_rows_are_read() throws Exception {
    RunId run = local(store, Flows.wide(unique(), 150)).run().id();
    store.columns().complete();
    PageRequest longest =
        PageRequest.where(Condition.is(TaskRunField.RUN, run.toString()))
            .withOrder(Order.descending(TaskRunField.DURATION));
    Page<TaskRunRow> page = store.queries().taskRuns(longest, ColumnUse.NEVER);
    for (String damage :
        List.of(
            "UPDATE run_columns SET data = substr(data, 1, 30) WHERE run = ?",
            "UPDATE run_columns SET bounds = 'x' WHERE run = ?")) {
      change(damage, run.toString());
      assertThat(states(run)).isEqualTo(inRows(run)).containsKey("Success");
      assertThat(store.queries().taskRuns(longest, WrittenColumns.ALWAYS)).isEqualTo(page);
    }
  }

  @Test
  void a_large_run_has_columns_in_several_rows() {
    RunId run = local(store, Flows.wide(unique(), 150)).run().id();
    new ColumnUpkeep(
            store.parts.query(),
            store.parts.writes(),
            store.parts.clock(),
            new ColumnSizes(100, 60))
        .complete();
    assertThat(columns(run)).isGreaterThanOrEqualTo(3);
    assertThat(states(run)).isEqualTo(inRows(run)).containsKey("Success");
  }

  @Test
  void columns_without_their_run_are_dropped() throws Exception {
    RunId run = local(store, Flows.wide(unique(), 150)).run().id();
    store.columns().complete();
    change("UPDATE run_columns SET run = ? WHERE run = ?", GONE.toString(), run.toString());
    assertThat(columns(GONE)).isEqualTo(1);
    store.columns().complete();
    assertThat(columns(GONE)).isZero();
    assertThat(columns(run)).isEqualTo(1);
  }

  @Test
  void columns_are_written_in_the_background_until_it_is_closed() throws Exception {
    RunId run = local(store, Flows.wide(unique(), 150)).run().id();
    AutoCloseable upkeep = store.columns().start();
    await().atMost(PATIENCE).until(() -> columns(run) == 1);
    upkeep.close();
  }
}
