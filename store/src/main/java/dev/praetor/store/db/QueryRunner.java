package dev.praetor.store.db;

import dev.praetor.store.model.StoreFailed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Runs queries. Thread-safe.
 *
 * @param limit the limit on each query
 */
public record QueryRunner(DataSource source, Database database, QueryLimit limit) {
  /** Reads a value from a row. */
  public interface RowMapper<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * The number of tries: one for each pooled connection, which the server may have closed
   * meanwhile, and one more.
   */
  private static final int TRIES = 5;

  /** Creates a runner of queries without a limit. */
  public QueryRunner(DataSource source, Database database) {
    this(source, database, QueryLimit.NONE);
  }

  /** Returns a runner of the queries to the same database with a limit. */
  public QueryRunner within(QueryLimit other) {
    return new QueryRunner(source, database, other);
  }

  public <T> List<T> all(String sql, List<Object> bound, RowMapper<T> reading) {
    for (int tries = 1; ; tries++) {
      try {
        return once(sql, bound, reading);
      } catch (SQLException e) {
        if (!isLost(e) || tries == TRIES) {
          throw StoreFailed.unavailable(database.name(), database.explain(e), "", e);
        }
      }
    }
  }

  /**
   * Returns whether the server closed the connection, in which case another connection may work.
   */
  private static boolean isLost(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08") || state.startsWith("57P");
  }

  private <T> List<T> once(String sql, List<Object> bound, RowMapper<T> reading)
      throws SQLException {
    QueryLimit.Turn turn = limit.turn();
    try (turn;
        Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql);
        QueryLimit.Watch _ = turn.watch(statement)) {
      for (int i = 0; i < bound.size(); i++) {
        statement.setObject(i + 1, storable(bound.get(i)));
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(reading.read(row));
        }
      }
      return rows;
    } catch (SQLException e) {
      if (turn.isOver()) {
        throw limit.tooLong(e);
      }
      throw e;
    }
  }

  /**
   * Returns a value as it would be stored: PostgreSQL refuses a text with NUL, also in questions.
   */
  private static Object storable(Object value) {
    return value instanceof String text ? StorableText.plain(text) : value;
  }

  public <T> Optional<T> first(String sql, List<Object> bound, RowMapper<T> reading) {
    return all(sql, bound, reading).stream().findFirst();
  }

  public static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    long micros = row.getLong(column);
    return row.wasNull() ? Optional.empty() : Optional.of(Micros.of(micros));
  }

  public static Optional<String> text(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column));
  }
}
