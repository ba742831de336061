package dev.praetor.store.query.aggregate;

import dev.praetor.store.columns.TaskRunColumn;
import dev.praetor.store.query.aggregate.GroupBy.OfField;
import dev.praetor.store.query.aggregate.GroupBy.OfLabel;
import dev.praetor.store.query.aggregate.GroupBy.OfTime;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Field;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.scan.ColumnFilter;
import dev.praetor.store.query.scan.ColumnValues;
import dev.praetor.store.query.scan.SplitCondition;
import dev.praetor.store.query.scan.TaskRunScan;
import dev.praetor.store.query.sql.SqlText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way to answer a request for groups of task runs from columns.
 *
 * @param request the request
 * @param where the condition
 * @param measures the measures, in an order
 * @param columns the columns that are read
 */
record ColumnPlan(
    AggregateRequest request,
    SplitCondition where,
    List<Measure> measures,
    Set<TaskRunColumn> columns) {

  /** Returns the way, unless columns do not tell the answer, or an index tells it sooner. */
  static Optional<ColumnPlan> of(AggregateRequest request) {
    List<Measure> measures = AggregateSql.measures(request);
    boolean isInColumns =
        request.groupBy().stream().allMatch(ColumnPlan::isPossible)
            && measures.stream().allMatch(ColumnPlan::isPossible);
    return SplitCondition.of(request.where())
        .filter(_ -> isInColumns)
        .map(split ->
            new ColumnPlan(
                request, split, measures, columns(request, split.ofColumns(), measures)));
  }

  /** Returns whether a percentile of a measure is wanted. */
  boolean wantsPercentiles(Measure measure) {
    return Stream.concat(
            request.measures().getOrDefault(measure, Set.of()).stream(),
            Stream.concat(
                    GroupConditionSql.values(request.having()),
                    request.orderBy().stream().map(GroupOrder::by))
                .flatMap(value ->
                    value instanceof GroupValue.Of of && of.measure().equals(measure)
                        ? Stream.of(of.statistic())
                        : Stream.empty()))
        .anyMatch(Statistic::isPercentile);
  }

  private static boolean isPossible(GroupBy by) {
    return switch (by) {
      case OfLabel _ -> true;
      case OfTime of -> isInColumns(of.time());
      case OfField of -> isOfRun(of) || isInColumns(of.field());
    };
  }

  private static boolean isPossible(Measure measure) {
    return measure instanceof Measure.OfField of && isInColumns(of.field());
  }

  private static boolean isInColumns(Field field) {
    return !ColumnValues.columns(field).isEmpty();
  }

  private static Set<TaskRunColumn> columns(
      AggregateRequest request, Condition ofColumns, List<Measure> measures) {
    Set<TaskRunColumn> all = EnumSet.noneOf(TaskRunColumn.class);
    all.addAll(ColumnFilter.columns(ofColumns));
    Stream.concat(
            request.groupBy().stream().flatMap(ColumnPlan::fields),
            measures.stream().flatMap(ColumnPlan::fields))
        .forEach(field -> all.addAll(ColumnValues.columns(field)));
    return all;
  }

  private static Stream<Field> fields(GroupBy by) {
    return switch (by) {
      case OfLabel _ -> Stream.empty();
      case OfTime of -> Stream.of(of.time());
      case OfField of -> Stream.of(of.field());
    };
  }

  private static Stream<Field> fields(Measure measure) {
    return switch (measure) {
      case Measure.OfField of -> Stream.of(of.field());
      case Measure.TaskRuns _ -> Stream.empty();
    };
  }

  /** Writes the parts of the key that all task runs of a run have in common. */
  void writeKeyOfRun(SqlText sql) {
    for (int i = 0; i < request.groupBy().size(); i++) {
      GroupBy by = request.groupBy().get(i);
      if (isOfRun(by)) {
        sql.add(", ");
        write(sql, by);
        sql.add(" AS g" + i);
      }
    }
  }

  private static void write(SqlText sql, GroupBy by) {
    String row = TaskRunScan.RUN.row();
    switch (by) {
      case OfField of when of.field() == TaskRunField.RUN -> sql.add(row + ".id");
      case OfField of -> sql.add(AggregateSql.ofRow(of.field(), row));
      case OfLabel of -> AggregateSql.label(sql, row + ".id", of.label());
      case OfTime of -> throw new IllegalArgumentException("not the same in a run: " + of);
    }
  }

  /** Reads the parts of the key that all task runs of a run have in common. */
  List<@Nullable Object> keyOfRun(ResultSet row) throws SQLException {
    List<@Nullable Object> key = new ArrayList<>();
    for (int i = 0; i < request.groupBy().size(); i++) {
      GroupBy by = request.groupBy().get(i);
      if (isOfRun(by)) {
        key.add(KeyValue.read(row, "g" + i, by));
      }
    }
    return key;
  }

  /** Returns whether a part of a key is read with the run. */
  static boolean isOfRun(GroupBy by) {
    return AggregateSql.isOfRun(by) || by.equals(new OfField(TaskRunField.RUN));
  }
}
