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
import java.util.function.Supplier;
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

  /** Reads rows one after the other. */
  public interface RowReader {
    /** Reads a row; returns false if no other row is needed. */
    boolean read(ResultSet row) throws SQLException;
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
    return patiently(() -> once(sql, bound, reading));
  }

  /**
   * Reads any number of rows without keeping them.
   *
   * @param atOnce the number of rows that are in memory at once
   * @param begin returns the reader of the first row and those after it; once more if the
   *     connection is lost meanwhile
   * @return the reader that has read them
   */
  public <R extends RowReader> R each(
      String sql, List<Object> bound, int atOnce, Supplier<R> begin) {
    return patiently(() -> streamed(sql, bound, atOnce, begin.get()));
  }

  private interface Attempt<T> {
    T run() throws SQLException;
  }

  private <T> T patiently(Attempt<T> attempt) {
    for (int tries = 1; ; tries++) {
      try {
        return attempt.run();
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
      bind(statement, bound);
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

  private <R extends RowReader> R streamed(String sql, List<Object> bound, int atOnce, R reader)
      throws SQLException {
    QueryLimit.Turn turn = limit.turn();
    try (turn;
        Connection connection = source.getConnection();
        Streaming _ = Streaming.on(connection);
        PreparedStatement statement = connection.prepareStatement(sql);
        QueryLimit.Watch _ = turn.watch(statement)) {
      bind(statement, bound);
      statement.setFetchSize(atOnce);
      try (ResultSet row = statement.executeQuery()) {
        // The database knows nothing of rows that it has sent already, nor of the time between
        // them.
        boolean isWanted = true;
        while (isWanted && !turn.isOver() && row.next()) {
          isWanted = reader.read(row);
        }
      }
      if (turn.isOver()) {
        throw limit.tooLong();
      }
      return reader;
    } catch (SQLException e) {
      if (turn.isOver()) {
        throw limit.tooLong(e);
      }
      throw e;
    }
  }

  /** A transaction, without which PostgreSQL would send all rows at once. */
  private record Streaming(Connection connection, boolean before) implements AutoCloseable {
    static Streaming on(Connection connection) throws SQLException {
      Streaming streaming = new Streaming(connection, connection.getAutoCommit());
      connection.setAutoCommit(false);
      return streaming;
    }

    @Override
    public void close() throws SQLException {
      connection.rollback();
      connection.setAutoCommit(before);
    }
  }

  private static void bind(PreparedStatement statement, List<Object> bound) throws SQLException {
    for (int i = 0; i < bound.size(); i++) {
      statement.setObject(i + 1, storable(bound.get(i)));
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
