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
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(TaskRunScan.class);

  /** A row has columns of many task runs. */
  private static final int AT_ONCE = 100;

  /**
   * Passes the task runs to a taker, and returns it; empty if columns are not the way.
   *
   * @param begin returns a taker that has nothing yet
   */
  public <K, T extends TaskRunTaker<K>> Optional<T> read(
      QueryRunner query, ColumnUse use, Supplier<T> begin) {
    OptionalInt most = mostRows(query, use);
    if (most.isEmpty()) {
      return Optional.empty();
    }
    SqlText sql =
        statement(
            Dialect.of(query.database()),
            most.getAsInt(),
            ", k.data AS data",
            ", CAST(NULL AS BYTEA) AS data");
    return query
        .each(
            sql.text(),
            sql.bound(),
            AT_ONCE,
            () -> new Reader<>(wanted, begin.get(), most.getAsInt()))
        .taken();
  }

  /** Returns the most task runs that are read row by row; empty if columns are not the way. */
  OptionalInt mostRows(QueryRunner query, ColumnUse use) {
    if (use.equals(ColumnUse.NEVER)) {
      return OptionalInt.empty();
    }
    SqlText sql = new SqlText().add("SELECT coalesce(sum(k.size), 0) AS n");
    from(Dialect.of(query.database()), sql, " JOIN run_columns k ON " + RIGHT);
    long inColumns =
        query.all(sql.text(), sql.bound(), row -> row.getLong("n")).getFirst().longValue();
    return inColumns < use.least() ? OptionalInt.empty() : OptionalInt.of(use.mostRows(inColumns));
  }

  /**
   * Returns the statement that reads the columns of runs, and other task runs as they are, these
   * first: if there are too many, nothing else need be read.
   *
   * @param mostRows the most other task runs; one more is read
   * @param ofColumns what is read of a row with columns, after a comma
   * @param ofRow the same for a task run
   */
  SqlText statement(Dialect dialect, int mostRows, String ofColumns, String ofRow) {
    SqlText sql = new SqlText().add("SELECT * FROM (");
    select(sql);
    sql.add(ofRow);
    for (TaskRunColumn column : TaskRunColumn.values()) {
      sql.add(", t." + column.column());
    }
    from(dialect, sql, dialect.taskRunsOf(RUN.row() + ".id"));
    sql.add(" AND NOT EXISTS (SELECT 1 FROM run_columns k WHERE " + RIGHT + ")");
    sql.add(" LIMIT ?) others UNION ALL ", mostRows + 1);
    select(sql);
    sql.add(ofColumns);
    for (TaskRunColumn column : TaskRunColumn.values()) {
      sql.add(", NULL AS " + column.column());
    }
    from(dialect, sql, " JOIN run_columns k ON " + RIGHT);
    return sql;
  }

  /** Tells that the columns of a run cannot be read; its rows are read instead. */
  static void damaged(String run, IllegalArgumentException e) {
    LOG.atWarn()
        .setCause(e)
        .log(
            "the columns of run {} are damaged, so questions are answered more slowly; delete its"
                + " rows in run_columns, and they are written anew",
            run);
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
    private final SingleRows<K> rows;
    private boolean isOver;

    Reader(Set<TaskRunColumn> wanted, T taker, int mostRows) {
      this.wanted = wanted;
      this.taker = taker;
      this.rows = new SingleRows<>(mostRows);
    }

    @Override
    public boolean read(ResultSet row) throws SQLException {
      byte[] data = row.getBytes("data");
      if (data == null) {
        rows.add(row, taker);
      } else {
        take(row.getString("run"), taker.key(row), data);
      }
      isOver |= rows.isTooMuch() || taker.isTooMuch();
      return !isOver;
    }

    private void take(String run, K key, byte[] data) {
      try {
        taker.take(run, key, ColumnCode.unpack(data, wanted));
      } catch (IllegalArgumentException e) {
        damaged(run, e);
        isOver = true;
      }
    }

    Optional<T> taken() {
      rows.pass(taker);
      return isOver || taker.isTooMuch() ? Optional.empty() : Optional.of(taker);
    }
  }
}
