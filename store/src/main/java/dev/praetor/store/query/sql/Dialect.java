package dev.praetor.store.query.sql;

import dev.praetor.store.db.Database;
import dev.praetor.store.db.PostgresDatabase;
import dev.praetor.store.db.SqliteDatabase;
import java.math.BigDecimal;

/** The differences between the two databases in the text of a query. */
public enum Dialect {
  SQLITE {
    @Override
    public String byCodePoints(String text) {
      return text;
    }

    @Override
    String like(String text) {
      return text + " GLOB ?";
    }

    @Override
    String pattern(LikePattern pattern) {
      return pattern.glob();
    }

    @Override
    String ilike(String text) {
      return text + " LIKE ? ESCAPE '\\'";
    }

    @Override
    String jsonContains(String json) {
      return "praetor_json_contains(" + json + ", ?) = 1";
    }

    @Override
    String jsonHasMember(String json) {
      return "praetor_json_has_member(" + json + ", ?) = 1";
    }

    @Override
    String use(String index) {
      return " INDEXED BY " + index;
    }

    @Override
    String eachRun(String run) {
      return " AND " + run + " IN (SELECT id FROM flow_run)";
    }

    @Override
    public String sum(String column) {
      // The function "sum" fails if whole numbers grow too large.
      return "CASE WHEN count(%1$s) > 0 THEN total(%1$s) END".formatted(column);
    }

    @Override
    public String percentile(String column, int percent) {
      return "json_extract(praetor_percentiles(%s), '$.p%d')".formatted(column, percent);
    }

    @Override
    public String month() {
      return "CAST(strftime('%%Y%%m', %1$s * 86400, 'unixepoch') AS INTEGER)";
    }

    @Override
    public String once() {
      return " LIMIT -1";
    }

    @Override
    public String taskRunsOf(String run) {
      return " CROSS JOIN task_run t ON t.run = " + run;
    }
  },
  POSTGRESQL {
    @Override
    public String byCodePoints(String text) {
      return text + " COLLATE \"C\"";
    }

    @Override
    String like(String text) {
      return text + " COLLATE \"C\" LIKE ?";
    }

    @Override
    String pattern(LikePattern pattern) {
      return pattern.like();
    }

    @Override
    String ilike(String text) {
      return text + " COLLATE \"C\" ILIKE ?";
    }

    @Override
    String jsonContains(String json) {
      return "coalesce(praetor_json(" + json + ") @> CAST(? AS jsonb), false)";
    }

    @Override
    String jsonHasMember(String json) {
      return "(praetor_json(" + json + ") -> CAST(? AS text)) IS NOT NULL";
    }

    @Override
    String use(String index) {
      return "";
    }

    @Override
    String eachRun(String run) {
      return "";
    }

    @Override
    public String sum(String column) {
      return "CAST(sum(" + column + ") AS DOUBLE PRECISION)";
    }

    @Override
    public String percentile(String column, int percent) {
      return "percentile_disc(%s) WITHIN GROUP (ORDER BY %s)"
          .formatted(BigDecimal.valueOf(percent, 2), column);
    }

    @Override
    public String month() {
      String date = "(DATE '1970-01-01' + CAST(%1$s AS INTEGER))";
      return "CAST(date_part('year', "
          + date
          + ") * 100 + date_part('month', "
          + date
          + ") AS BIGINT)";
    }

    @Override
    public String once() {
      return " OFFSET 0";
    }

    @Override
    public String taskRunsOf(String run) {
      return " CROSS JOIN LATERAL (SELECT * FROM task_run e WHERE e.run = " + run + " OFFSET 0) t";
    }
  };

  public static Dialect of(Database database) {
    return switch (database) {
      case SqliteDatabase _ -> SQLITE;
      case PostgresDatabase _ -> POSTGRESQL;
    };
  }

  /** Returns a text that is compared and ordered by its code points. */
  public abstract String byCodePoints(String text);

  /** Returns the condition that a text matches a bound pattern. */
  abstract String like(String text);

  /** Returns the pattern to bind for {@link #like}. */
  abstract String pattern(LikePattern pattern);

  /** Returns the condition that a text matches a bound pattern, whatever the case of A to Z. */
  abstract String ilike(String text);

  /** Returns the condition that a JSON document contains a bound one; false for what is no JSON. */
  abstract String jsonContains(String json);

  /** Returns the condition that a JSON document has a member with a bound name. */
  abstract String jsonHasMember(String json);

  /** Returns the text that follows a table and names its index; empty where statistics choose. */
  abstract String use(String index);

  /**
   * Returns a condition that always holds, by which the task runs of a node are found in each run
   * instead of among all task runs; empty where statistics choose.
   */
  abstract String eachRun(String run);

  /** Returns the sum of the numbers in a group, inexact if it is large; null if there are none. */
  public abstract String sum(String column);

  /** Returns a percentile of the whole numbers in a group; null if there are none. */
  public abstract String percentile(String column, int percent);

  /**
   * Returns a format for the month in which a day lies, as a year times 100 and a month; the day is
   * a number of days since 1970.
   */
  public abstract String month();

  /** Returns the end of a statement whose expressions are computed once for each of its rows. */
  public abstract String once();

  /** Returns the join of runs with their task runs as {@code t}, which are found run by run. */
  public abstract String taskRunsOf(String run);
}
