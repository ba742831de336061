package dev.praetor.store.query.aggregate;

import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.scan.ColumnUse;
import dev.praetor.store.query.scan.TaskRunScan;
import dev.praetor.store.query.sql.Dialect;
import dev.praetor.store.query.sql.SqlText;
import dev.praetor.store.query.sql.VisibleProjects;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers requests for groups of entities. Thread-safe. */
public final class Aggregates {
  private final QueryRunner query;
  private final Supplier<VisibleProjects> projects;
  private final ColumnUse use;

  /**
   * Creates an object for the questions of a store.
   *
   * @param projects returns the projects whose runs are counted
   */
  public Aggregates(QueryRunner query, Supplier<VisibleProjects> projects) {
    this(query, projects, ColumnUse.DEFAULT);
  }

  private Aggregates(QueryRunner query, Supplier<VisibleProjects> projects, ColumnUse use) {
    this.query = query;
    this.projects = projects;
    this.use = use;
  }

  /** Returns an object that uses columns by another rule. */
  public Aggregates with(ColumnUse other) {
    return new Aggregates(query, projects, other);
  }

  /**
   * Returns groups of runs or of task runs. Without {@code groupBy} there is one group, also if no
   * entity meets the condition.
   *
   * @throws dev.praetor.store.query.condition.InvalidQuery if the request makes no sense
   */
  public List<Group> groups(Entity entity, AggregateRequest request) {
    AggregateCheck.check(entity, request);
    VisibleProjects seen = projects.get();
    Optional<ColumnPlan> plan =
        entity == Entity.TASK_RUN ? ColumnPlan.of(request) : Optional.empty();
    return plan.flatMap(each -> fromColumns(each, seen))
        .orElseGet(() -> fromRows(entity, request, seen));
  }

  private Optional<List<Group>> fromColumns(ColumnPlan plan, VisibleProjects seen) {
    return new TaskRunScan(seen, plan.where().ofRun(), plan.columns(), plan::writeKeyOfRun)
        .read(query, use, () -> new GroupTotals(plan))
        .map(totals -> new GroupSelection(plan).select(totals.groups()));
  }

  private List<Group> fromRows(Entity entity, AggregateRequest request, VisibleProjects seen) {
    AggregateSql statement = new AggregateSql(Dialect.of(query.database()), seen, entity, request);
    SqlText sql = statement.write();
    return query.all(sql.text(), sql.bound(), row -> group(row, request, statement));
  }

  private static Group group(ResultSet row, AggregateRequest request, AggregateSql statement)
      throws SQLException {
    Map<String, @Nullable Object> key = new LinkedHashMap<>();
    for (int i = 0; i < request.groupBy().size(); i++) {
      GroupBy by = request.groupBy().get(i);
      key.put(by.member(), KeyValue.read(row, "g" + i, by));
    }
    Map<Measure, Stats> stats = new LinkedHashMap<>();
    for (Map.Entry<Measure, Set<Statistic>> each : request.measures().entrySet()) {
      stats.put(each.getKey(), stats(row, each.getKey(), each.getValue(), statement));
    }
    return new Group(key, row.getLong("n"), stats);
  }

  private static Stats stats(
      ResultSet row, Measure measure, Set<Statistic> wanted, AggregateSql statement)
      throws SQLException {
    Map<Statistic, Double> values = new EnumMap<>(Statistic.class);
    for (Statistic statistic : wanted) {
      if (statistic != Statistic.N) {
        double value = row.getDouble(statement.column(measure, statistic));
        if (!row.wasNull()) {
          values.put(statistic, value / AggregateSql.unit(measure));
        }
      }
    }
    return new Stats(row.getLong(statement.column(measure, Statistic.N)), values);
  }
}
