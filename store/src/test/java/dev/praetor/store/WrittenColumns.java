package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.StateType;
import dev.praetor.store.columns.ColumnSizes;
import dev.praetor.store.columns.ColumnUpkeep;
import dev.praetor.store.db.Sql;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.condition.TaskRunField;
import dev.praetor.store.query.scan.ColumnUse;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The numbers of children, and the columns of ended runs, of things that were written as rows.
 *
 * @param children the children of mapped nodes
 */
record WrittenColumns(List<QueryThing> children) {
  /** The rule by which columns are used wherever there are any. */
  static final ColumnUse ALWAYS = new ColumnUse(1, 1e9);

  static WrittenColumns of(List<QueryThing> things) {
    return new WrittenColumns(
        QueryThings.of(things, Entity.TASK_RUN).stream().filter(AggregateModel::isChild).toList());
  }

  private record Counted(String run, String node, String state) {
    static Counted of(QueryThing child) {
      return new Counted(
          String.valueOf(child.get(TaskRunField.RUN)),
          String.valueOf(child.get(TaskRunField.NODE)),
          ((StateType) Objects.requireNonNull(child.get(TaskRunField.STATE))).label());
    }
  }

  /** Writes the columns of all runs with a child that have ended, two task runs in a row. */
  void write(RunStore store) throws Exception {
    Map<Counted, Long> counts =
        children.stream()
            .map(Counted::of)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    try (Connection connection = store.parts.query().database().writing().getConnection()) {
      for (Map.Entry<Counted, Long> each : counts.entrySet()) {
        Counted counted = each.getKey();
        Sql.update(
            connection,
            "INSERT INTO map_counts (run, node, state, n, sequence) VALUES (?, ?, ?, ?, 0)",
            counted.run(),
            counted.node(),
            counted.state(),
            each.getValue());
      }
    }
    new ColumnUpkeep(
            store.parts.query(), store.parts.writes(), store.parts.clock(), new ColumnSizes(1, 2))
        .complete();
    assertThat(rows(store)).isGreaterThan(10);
  }

  /** Returns the number of rows with columns. */
  static int rows(RunStore store) {
    return store
        .parts
        .query()
        .all("SELECT count(*) AS n FROM run_columns", List.of(), row -> row.getInt("n"))
        .getFirst();
  }
}
