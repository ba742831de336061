package dev.praetor.store.query.scan;

import dev.praetor.store.columns.ColumnBounds;
import dev.praetor.store.columns.ColumnCode;
import dev.praetor.store.db.QueryLimit;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.query.sql.Dialect;
import dev.praetor.store.query.sql.SqlText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;

/**
 * Finds the first task runs of a list without reading all columns: first the bounds of all rows
 * with columns are read, then the columns of those rows that may have one of the first task runs,
 * the most promising ones first.
 */
public record BestPartsFirst(TaskRunScan scan, QueryRunner query) {
  private static final int PARTS_AT_ONCE = 25;
  private static final int ROWS_AT_ONCE = 2_000;
  private static final int MOST_PARTS = 100_000;

  /**
   * A row with columns.
   *
   * @param best the rank of the best task run that it may have
   */
  private record Part(String run, int part, int epoch, long sequence, long best) {}

  /**
   * Returns the first task runs; empty if there are too many to look at, or if columns are changed
   * meanwhile.
   *
   * @param begin returns an object that has no task runs yet
   */
  public Optional<FirstTaskRuns> read(ColumnUse use, Supplier<FirstTaskRuns> begin) {
    QueryLimit.Deadline deadline = query.limit().deadline();
    OptionalInt most = scan.mostRows(query, use);
    if (most.isEmpty()) {
      return Optional.empty();
    }
    SqlText sql =
        scan.statement(
            Dialect.of(query.database()),
            most.getAsInt(),
            ", k.bounds AS bounds, k.part AS part, k.epoch AS epoch, k.sequence AS sequence",
            ", NULL AS bounds, CAST(NULL AS INTEGER) AS part, CAST(NULL AS INTEGER) AS epoch,"
                + " CAST(NULL AS BIGINT) AS sequence");
    Overview overview =
        query.each(
            sql.text(),
            sql.bound(),
            ROWS_AT_ONCE,
            () -> new Overview(begin.get(), most.getAsInt()));
    if (overview.isOver()) {
      return Optional.empty();
    }
    FirstTaskRuns first = overview.first();
    List<Part> parts = overview.parts();
    for (int from = 0; from < parts.size(); from += PARTS_AT_ONCE) {
      List<Part> some = parts.subList(from, Math.min(from + PARTS_AT_ONCE, parts.size()));
      if (!first.mayHave(some.getFirst().best())) {
        break;
      }
      deadline.check();
      if (!read(some, first)) {
        return Optional.empty();
      }
    }
    return Optional.of(first);
  }

  /** Reads the columns of some rows; returns false if one of them is gone or damaged. */
  private boolean read(List<Part> parts, FirstTaskRuns first) {
    SqlText sql = new SqlText().add("SELECT run, data FROM run_columns WHERE ");
    String before = "";
    for (Part part : parts) {
      sql.add(before + "(run = ?", part.run())
          .add(" AND part = ?", part.part())
          .add(" AND epoch = ?", part.epoch())
          .add(" AND sequence = ?)", part.sequence());
      before = " OR ";
    }
    record Columns(String run, byte[] data) {}
    List<Columns> found =
        query.all(
            sql.text(),
            sql.bound(),
            row -> new Columns(row.getString("run"), row.getBytes("data")));
    for (Columns each : found) {
      try {
        first.take(each.run(), "", ColumnCode.unpack(each.data(), scan.wanted()));
      } catch (IllegalArgumentException e) {
        TaskRunScan.damaged(each.run(), e);
        return false;
      }
    }
    return found.size() == parts.size();
  }

  /** Collects the rows with columns, and passes on the other task runs. */
  private static final class Overview implements QueryRunner.RowReader {
    private final FirstTaskRuns first;
    private final List<Part> parts = new ArrayList<>();
    private final SingleRows<String> rows;
    private boolean isDamaged;

    Overview(FirstTaskRuns first, int mostRows) {
      this.first = first;
      this.rows = new SingleRows<>(mostRows);
    }

    @Override
    public boolean read(ResultSet row) throws SQLException {
      String bounds = row.getString("bounds");
      if (bounds == null) {
        rows.add(row, first);
      } else {
        add(row, bounds);
      }
      return !isOver();
    }

    private void add(ResultSet row, String bounds) throws SQLException {
      String run = row.getString("run");
      try {
        long best = first.bestRank(ColumnBounds.read(bounds));
        parts.add(
            new Part(run, row.getInt("part"), row.getInt("epoch"), row.getLong("sequence"), best));
      } catch (IllegalArgumentException e) {
        TaskRunScan.damaged(run, e);
        isDamaged = true;
      }
    }

    boolean isOver() {
      return isDamaged || rows.isTooMuch() || parts.size() > MOST_PARTS;
    }

    FirstTaskRuns first() {
      rows.pass(first);
      return first;
    }

    List<Part> parts() {
      parts.sort(Comparator.comparingLong(Part::best));
      return parts;
    }
  }
}
