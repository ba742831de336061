package dev.praetor.store.query.scan;

import dev.praetor.store.columns.ColumnCode;
import dev.praetor.store.columns.TaskRunColumn;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.sql.ConditionSql;
import dev.praetor.store.query.sql.Dialect;
import dev.praetor.store.query.sql.Scope;
import dev.praetor.store.query.sql.SqlText;
import dev.praetor.store.query.sql.VisibleProjects;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads the task runs of some runs, column by column, in one statement: packed ones as they are,
 * and a limited number of the others row by row. Thread-safe.
 *
 * @param ofRun the condition on the runs
 * @param wanted the columns that are read
 * @param key writes what is read of each run beside its id, each part after a comma
 */
public record TaskRunScan(
    VisibleProjects projects, Condition ofRun, Set<TaskRunColumn> wanted, Consumer<SqlText> key) {
  /** The run whose task runs are read. */
  public static final Scope RUN = Scope.outermost(Entity.RUN);

  private static final String RIGHT =
      "k.run = %1$s.id AND k.epoch = %1$s.epoch AND k.sequence = %1$s.sequence"
          .formatted(RUN.row());

  /** A row has columns of many task runs. */
  private static final int AT_ONCE = 50;

  /**
   * Passes the task runs to a taker, and returns it; empty if there are too many.
   *
   * @param begin returns a taker that has nothing yet
   */
  public <K, T extends TaskRunTaker<K>> Optional<T> read(QueryRunner query, Supplier<T> begin) {
    Dialect dialect = Dialect.of(query.database());
    SqlText sql = statement(dialect, ", k.data AS data", ", CAST(NULL AS BYTEA) AS data");
    return query
        .each(sql.text(), sql.bound(), AT_ONCE, () -> new Reader<>(wanted, begin.get()))
        .taken();
  }

  /**
   * Returns the statement that reads the columns of runs, and other task runs as they are.
   *
   * @param ofColumns what is read of a row with columns, after a comma
   * @param ofRow the same for a task run
   */
  SqlText statement(Dialect dialect, String ofColumns, String ofRow) {
    SqlText sql = new SqlText();
    select(sql);
    sql.add(ofColumns);
    for (TaskRunColumn column : TaskRunColumn.values()) {
      sql.add(", NULL AS " + column.column());
    }
    from(dialect, sql, " JOIN run_columns k ON " + RIGHT);
    sql.add(" UNION ALL SELECT * FROM (");
    select(sql);
    sql.add(ofRow);
    for (TaskRunColumn column : TaskRunColumn.values()) {
      sql.add(", t." + column.column());
    }
    from(dialect, sql, dialect.taskRunsOf(RUN.row() + ".id"));
    sql.add(" AND NOT EXISTS (SELECT 1 FROM run_columns k WHERE " + RIGHT + ")");
    sql.add(" LIMIT ?) others", SingleRows.MOST + 1);
    return sql;
  }

  private void select(SqlText sql) {
    sql.add("SELECT " + RUN.row() + ".id AS run");
    key.accept(sql);
  }

  private void from(Dialect dialect, SqlText sql, String joined) {
    new ConditionSql(dialect, sql, projects).from(RUN, joined, ofRun);
  }

  private static final class Reader<K, T extends TaskRunTaker<K>> implements QueryRunner.RowReader {
    private final Set<TaskRunColumn> wanted;
    private final T taker;
    private final SingleRows<K> rows = new SingleRows<>();
    private boolean isTooMuch;

    Reader(Set<TaskRunColumn> wanted, T taker) {
      this.wanted = wanted;
      this.taker = taker;
    }

    @Override
    public boolean read(ResultSet row) throws SQLException {
      byte[] data = row.getBytes("data");
      if (data == null) {
        rows.add(row, taker);
      } else {
        taker.take(row.getString("run"), taker.key(row), ColumnCode.unpack(data, wanted));
      }
      isTooMuch = rows.isTooMuch() || taker.isTooMuch();
      return !isTooMuch;
    }

    Optional<T> taken() {
      rows.pass(taker);
      return isTooMuch || taker.isTooMuch() ? Optional.empty() : Optional.of(taker);
    }
  }
}
