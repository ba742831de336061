package dev.praetor.store.query.aggregate;

import dev.praetor.StateType;
import dev.praetor.store.db.FlowKeySql;
import dev.praetor.store.query.aggregate.GroupBy.OfField;
import dev.praetor.store.query.aggregate.GroupBy.OfLabel;
import dev.praetor.store.query.aggregate.GroupBy.OfTime;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.FieldType;
import dev.praetor.store.query.condition.RunField;
import dev.praetor.store.query.sql.Column;
import dev.praetor.store.query.sql.ConditionSql;
import dev.praetor.store.query.sql.Dialect;
import dev.praetor.store.query.sql.Scope;
import dev.praetor.store.query.sql.SqlText;
import dev.praetor.store.query.sql.VisibleProjects;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the statement for a request, which must have been checked. An inner statement selects the
 * parts of the key as {@code g0}, {@code g1} and so on and the measured numbers as {@code m0},
 * {@code m1} and so on; the outer one groups them.
 */
final class AggregateSql {
  private static final double MICROS = 1e6;

  /** The row of the run of a task run. */
  private static final String RUN_ROW = "r";

  private final Dialect dialect;
  private final VisibleProjects projects;
  private final Entity entity;
  private final AggregateRequest request;
  private final List<Measure> measures;
  private final Scope scope;

  /** True if all task runs of a run are in one group, and only counted: then run by run, first. */
  private final boolean byRun;

  private final SqlText sql = new SqlText();

  AggregateSql(Dialect dialect, VisibleProjects projects, Entity entity, AggregateRequest request) {
    this.dialect = dialect;
    this.projects = projects;
    this.entity = entity;
    this.request = request;
    this.measures = measures(request);
    this.scope = Scope.outermost(entity);
    this.byRun =
        entity == Entity.TASK_RUN
            && measures.isEmpty()
            && !request.groupBy().isEmpty()
            && request.groupBy().stream().allMatch(AggregateSql::isOfRun);
  }

  /** Returns whether all task runs of a run have the same part of a key. */
  static boolean isOfRun(GroupBy by) {
    return switch (by) {
      case OfField of -> of.field().entity() == Entity.RUN;
      case OfLabel _ -> true;
      case OfTime _ -> false;
    };
  }

  /** Returns the measures of a request in the order of their columns. */
  static List<Measure> measures(AggregateRequest request) {
    return Stream.of(
            request.measures().keySet().stream(),
            GroupConditionSql.values(request.having()).flatMap(AggregateSql::measure),
            request.orderBy().stream().flatMap(order -> measure(order.by())))
        .flatMap(each -> each)
        .distinct()
        .toList();
  }

  private static Stream<Measure> measure(GroupValue value) {
    return switch (value) {
      case GroupValue.Count _ -> Stream.empty();
      case GroupValue.Of of -> Stream.of(of.measure());
    };
  }

  /** Returns the name of the column for a statistic. */
  String column(Measure measure, Statistic statistic) {
    return "s%d_%s".formatted(measures.indexOf(measure), statistic.name().toLowerCase(Locale.ROOT));
  }

  /** Returns the number by which a column with a statistic is divided. */
  static double unit(Measure measure) {
    return measure instanceof Measure.OfField of && of.field().type() == FieldType.DURATION
        ? MICROS
        : 1;
  }

  SqlText write() {
    List<String> keys =
        IntStream.range(0, request.groupBy().size()).mapToObj(i -> "g" + i).toList();
    sql.add("SELECT ");
    keys.forEach(key -> sql.add(key + ", "));
    sql.add(count() + " AS n");
    request
        .measures()
        .forEach((measure, statistics) -> {
          sql.add(", " + statistic(measure, Statistic.N) + " AS " + column(measure, Statistic.N));
          statistics.stream()
              .filter(statistic -> statistic != Statistic.N)
              .forEach(statistic ->
                  sql.add(
                      ", " + statistic(measure, statistic) + " AS " + column(measure, statistic)));
        });
    sql.add(" FROM (");
    rows();
    sql.add(") grouped");
    if (!keys.isEmpty()) {
      sql.add(" GROUP BY " + String.join(", ", keys));
    }
    if (!request.having().equals(GroupCondition.ALWAYS)) {
      sql.add(" HAVING ");
      new GroupConditionSql(sql, this::number).write(request.having(), false);
    }
    order();
    sql.add(" LIMIT ?", request.first());
    return sql;
  }

  private void order() {
    List<String> orders =
        Stream.concat(
                request.orderBy().stream()
                    .map(order ->
                        number(order.by()).expression()
                            + (order.descending() ? " DESC" : "")
                            + " NULLS LAST"),
                IntStream.range(0, request.groupBy().size())
                    .mapToObj(i -> ordered(i) + " NULLS LAST"))
            .toList();
    if (!orders.isEmpty()) {
      sql.add(orders.stream().collect(Collectors.joining(", ", " ORDER BY ", "")));
    }
  }

  private String ordered(int key) {
    boolean text =
        switch (request.groupBy().get(key)) {
          case OfField of -> Column.of(of.field()).text();
          case OfLabel _ -> true;
          case OfTime _ -> false;
        };
    return text ? dialect.byCodePoints("g" + key) : "g" + key;
  }

  private GroupConditionSql.Number number(GroupValue value) {
    return switch (value) {
      case GroupValue.Count _ -> new GroupConditionSql.Number(count(), 1);
      case GroupValue.Of of ->
          new GroupConditionSql.Number(
              statistic(of.measure(), of.statistic()),
              of.statistic() == Statistic.N ? 1 : unit(of.measure()));
    };
  }

  private String count() {
    return byRun ? "sum(c)" : "count(*)";
  }

  private String statistic(Measure measure, Statistic statistic) {
    String column = "m" + measures.indexOf(measure);
    return switch (statistic) {
      case N -> "count(" + column + ")";
      case SUM -> dialect.sum(column);
      case AVG -> "%s / NULLIF(count(%s), 0)".formatted(dialect.sum(column), column);
      case MIN -> "min(" + column + ")";
      case MAX -> "max(" + column + ")";
      case P50, P95, P99 -> dialect.percentile(column, statistic.percent());
    };
  }

  /** Writes the statement that selects a row for each entity. */
  private void rows() {
    String before = "SELECT ";
    for (int i = 0; i < request.groupBy().size(); i++) {
      sql.add(before);
      key(request.groupBy().get(i));
      sql.add(" AS g" + i);
      before = ", ";
    }
    for (int i = 0; i < measures.size(); i++) {
      sql.add(before);
      measured(measures.get(i));
      sql.add(" AS m" + i);
      before = ", ";
    }
    if (request.groupBy().isEmpty() && measures.isEmpty()) {
      sql.add("SELECT 1 AS one");
    }
    if (byRun) {
      countsOfRuns();
      return;
    }
    String run =
        entity == Entity.TASK_RUN && usesRuns()
            ? " JOIN flow_run %1$s ON %1$s.id = %2$s.run".formatted(RUN_ROW, scope.row())
            : "";
    new ConditionSql(dialect, sql, projects).from(scope, run, request.where());
    if (measures.stream().anyMatch(Measure.TaskRuns.class::isInstance)) {
      sql.add(dialect.once());
    }
  }

  /** Writes the table of runs with the number of their task runs. */
  private void countsOfRuns() {
    sql.add(", counted.c AS c FROM (SELECT " + scope.row() + ".run AS run, count(*) AS c");
    new ConditionSql(dialect, sql, projects).from(scope, request.where());
    sql.add(" GROUP BY " + scope.row() + ".run) counted JOIN flow_run ");
    sql.add(RUN_ROW + " ON " + RUN_ROW + ".id = counted.run");
  }

  private boolean usesRuns() {
    return request.groupBy().stream()
        .anyMatch(each -> each instanceof OfField of && of.field().entity() == Entity.RUN);
  }

  private void key(GroupBy by) {
    switch (by) {
      case OfField of -> sql.add(expression(of.field()));
      case OfLabel of -> label(sql, runOfLabel(), of.label());
      case OfTime of ->
          sql.add(
              new LocalTime(of.zone()).number(of.bucket(), expression(of.time()), dialect.month()));
    }
  }

  /** Writes the value of a label of the run with an id. */
  static void label(SqlText sql, String id, String label) {
    sql.add("(SELECT l.value FROM run_label l WHERE l.run = " + id + " AND l.name = ?)", label);
  }

  private String runOfLabel() {
    if (byRun) {
      return RUN_ROW + ".id";
    }
    return scope.row() + (entity == Entity.RUN ? ".id" : ".run");
  }

  private String expression(Field field) {
    boolean other = field.entity() != entity;
    return ofRow(field, other ? RUN_ROW : scope.row());
  }

  /** Returns the expression for what entities with a field have in common. */
  static String ofRow(Field field, String row) {
    return field == RunField.FLOW ? FlowKeySql.name(row + ".flow") : Column.of(field).of(row);
  }

  private void measured(Measure measure) {
    switch (measure) {
      case Measure.OfField of -> sql.add(expression(of.field()));
      case Measure.TaskRuns of -> taskRuns(of);
    }
  }

  /** Writes the number of task runs of a run; children are not counted but looked up. */
  private void taskRuns(Measure.TaskRuns of) {
    List<String> states = of.states().stream().map(StateType::label).sorted().toList();
    if (of.node().isEmpty()) {
      sql.add("(SELECT count(*) FROM task_run k WHERE k.run = " + scope.row() + ".id");
      in("k.state", states);
      sql.add(")");
      return;
    }
    String node = of.node().get();
    sql.add("coalesce((SELECT sum(CASE WHEN 1 = 1");
    in("c.state", states);
    sql.add(" THEN c.n ELSE 0 END) FROM map_counts c WHERE c.run = " + scope.row() + ".id");
    sql.add(" AND c.node = ?), (SELECT count(*) FROM task_run k WHERE k.run = ", node);
    sql.add(scope.row() + ".id AND k.node = ? AND k.idx = -1", node);
    in("k.state", states);
    sql.add("))");
  }

  private void in(String column, List<String> values) {
    if (!values.isEmpty()) {
      sql.add(" AND " + column + " IN (").list(values).add(")");
    }
  }
}
