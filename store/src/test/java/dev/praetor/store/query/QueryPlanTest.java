package dev.praetor.store.query;

import static dev.praetor.store.query.condition.Condition.and;
import static dev.praetor.store.query.condition.Condition.is;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.praetor.StateType;
import dev.praetor.store.RunStore;
import dev.praetor.store.db.Database;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.StoreLocation;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Condition.Compare;
import dev.praetor.store.query.condition.Condition.Has;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.EventField;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FlowField;
import dev.praetor.store.query.condition.FlowVersionField;
import dev.praetor.store.query.condition.LogField;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.Order;
import dev.praetor.store.query.condition.Relation;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.sql.SqlText;
import dev.praetor.store.query.sql.TotalOrder;
import dev.praetor.store.query.sql.VisibleProjects;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lists of a server are found by an index, which also has their order. */
@Tag("database")
class QueryPlanTest {
  private static final String ID = "01a21b48-e208-75c1-84aa-a132a48d20a9";
  private static final Condition FAILED_RUN = is(RunField.STATE, StateType.FAILED);
  private static final Condition FAILED = is(TaskRunField.STATE, StateType.FAILED);

  @TempDir Path home;
  private HikariDataSource pool;
  private QueryRunner query;

  @BeforeEach
  void open() {
    StoreLocation where = new StoreLocation.Home(home);
    RunStore.open(where).close();
    Database database = Database.at(where);
    pool = Database.pool(database);
    query = new QueryRunner(pool, database);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  private static final VisibleProjects ALL = new VisibleProjects(true, () -> List.of("default"));

  private String plan(Entity entity, PageRequest request) {
    Listing<String> listing = new Listing<>(query, () -> ALL, entity, "t0.*", row -> "");
    SqlText sql = listing.statement(request, TotalOrder.of(entity, request.orderBy()));
    return String.join(
        "\n",
        query.all("EXPLAIN QUERY PLAN " + sql.text(), sql.bound(), row -> row.getString("detail")));
  }

  private void isFoundBy(String index, Entity entity, Condition where, Order... order) {
    String plan = plan(entity, PageRequest.where(where).withOrder(order));
    assertThat(plan).as("%s where %s", entity, where).contains(index).doesNotContain("TEMP B-TREE");
  }

  private static Condition states(Field field, StateType... states) {
    return new Compare(field, Operator.IN, List.of(states));
  }

  @Test
  void runs() {
    isFoundBy("SCAN t0 USING INDEX flow_run_newest", Entity.RUN, Condition.ALWAYS);
    isFoundBy("INDEX flow_run_of_flow (flow=?)", Entity.RUN, is(RunField.FLOW, "x"));
    isFoundBy(
        "INDEX flow_run_of_flow (flow=?)",
        Entity.RUN,
        new Has(Relation.RUN_FLOW, is(FlowField.NAME, "x")));
    isFoundBy(
        "INDEX flow_run_in_state (state=?)", Entity.RUN, is(RunField.STATE, StateType.RUNNING));
    isFoundBy("INDEX flow_run_in_state (state=?)", Entity.RUN, FAILED_RUN);
    isFoundBy(
        "INDEX flow_run_of_flow (flow=?)",
        Entity.RUN,
        and(is(RunField.FLOW, "x"), states(RunField.STATE, StateType.FAILED, StateType.TIMED_OUT)));
    isFoundBy("INDEX flow_run_of_version (version=?)", Entity.RUN, is(RunField.VERSION, "x"));
    isFoundBy("INDEX flow_run_by (created_by=?)", Entity.RUN, is(RunField.CREATED_BY, "x"));
  }

  @Test
  void runs_that_belong_to_others() {
    for (RunField field : List.of(RunField.PARENT, RunField.RESTART_OF)) {
      String plan = plan(Entity.RUN, PageRequest.where(is(field, ID)));
      assertThat(plan)
          .contains(
              field == RunField.PARENT
                  ? "INDEX flow_run_within (parent=?)"
                  : "INDEX flow_run_restarts (restart_of=?)");
    }
    assertThat(plan(Entity.RUN, PageRequest.where(is(RunField.ID, ID)))).contains("(id=?)");
    assertThat(
            plan(
                Entity.RUN,
                PageRequest.where(
                    new Has(Relation.RUN_TASK_RUNS, and(is(TaskRunField.NODE, "send"), FAILED)))))
        .contains("INDEX flow_run_newest", "(run=? AND node=?)");
  }

  @Test
  void task_runs() {
    isFoundBy("SCAN t0", Entity.TASK_RUN, Condition.ALWAYS);
    isFoundBy("INDEX task_run_unsuccessful", Entity.TASK_RUN, FAILED);
    isFoundBy(
        "INDEX task_run_open",
        Entity.TASK_RUN,
        states(TaskRunField.STATE, StateType.RUNNING, StateType.RETRYING));
    isFoundBy("PRIMARY KEY (run=? AND node=?)", Entity.TASK_RUN, is(TaskRunField.NODE, "send"));
    Condition ofFlow =
        new Has(Relation.TASK_RUN_RUN, new Has(Relation.RUN_FLOW, is(FlowField.NAME, "x")));
    isFoundBy("PRIMARY KEY (run=?)", Entity.TASK_RUN, ofFlow);
    isFoundBy(
        "INDEX task_run_unsuccessful (run=? AND node=?)",
        Entity.TASK_RUN,
        and(ofFlow, is(TaskRunField.NODE, "send"), FAILED));
    isFoundBy(
        "PRIMARY KEY (run=?)",
        Entity.TASK_RUN,
        is(TaskRunField.RUN, ID),
        Order.ascending(TaskRunField.NODE),
        Order.ascending(TaskRunField.INDEX));
    isFoundBy(
        "INDEX task_run_unsuccessful (run=?)",
        Entity.TASK_RUN,
        and(is(TaskRunField.RUN, ID), FAILED),
        Order.ascending(TaskRunField.NODE),
        Order.ascending(TaskRunField.INDEX));
  }

  @Test
  void events() {
    isFoundBy("SCAN t0 USING INDEX event_newest", Entity.EVENT, Condition.ALWAYS);
    isFoundBy("INDEX event_of_kind (kind=?)", Entity.EVENT, is(EventField.KIND, "WORKER_LOST"));
    isFoundBy("INDEX event_of_flow (flow=?)", Entity.EVENT, is(EventField.FLOW, "x"));
    isFoundBy(
        "INDEX event_of_flow (flow=?)",
        Entity.EVENT,
        new Has(Relation.EVENT_FLOW, is(FlowField.NAME, "x")));
    isFoundBy("INDEX event_of_run (run=?)", Entity.EVENT, is(EventField.RUN_ID, ID));
  }

  @Test
  void versions_and_log_lines() {
    isFoundBy(
        "INDEX flow_version_of_flow (flow=?)", Entity.FLOW_VERSION, is(FlowVersionField.FLOW, "x"));
    isFoundBy(
        "PRIMARY KEY (run=?)", Entity.LOG, is(LogField.RUN, ID), Order.ascending(LogField.ID));
    isFoundBy("SCAN t0", Entity.LOG, Condition.ALWAYS);
    isFoundBy("SCAN t0 USING INDEX log_severe", Entity.LOG, is(LogField.LEVEL, "ERROR"));
    isFoundBy(
        "INDEX log_severe (run=?)",
        Entity.LOG,
        and(is(LogField.RUN, ID), is(LogField.LEVEL, "WARN")),
        Order.ascending(LogField.ID));
    isFoundBy("PRIMARY KEY (run=?)", Entity.LOG, new Has(Relation.LOG_RUN, is(RunField.FLOW, "x")));
    assertThat(
            plan(
                Entity.RUN,
                PageRequest.where(
                    new Compare(
                        RunField.LABELS, Operator.CONTAINS, Map.of("team", "red", "app", "x")))))
        .contains("INDEX flow_run_newest", "INDEX run_label_of (run=? AND name=? AND value=?)");
  }
}
