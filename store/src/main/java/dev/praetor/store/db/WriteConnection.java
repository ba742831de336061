package dev.praetor.store.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection that writes, with its prepared statements. Used by one thread at a time. */
public final class WriteConnection implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  public WriteConnection(Connection connection) {
    this.connection = connection;
  }

  public Connection connection() {
    return connection;
  }

  /** Begins a transaction; on SQLite this takes the lock of the file. */
  public void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  /**
   * Commits, so that no lock is held afterwards: after a plain commit, SQLite's driver would begin
   * a new transaction.
   */
  public void commit() throws SQLException {
    connection.setAutoCommit(true);
  }

  /** Makes each statement a transaction of its own, until {@link #begin}. */
  public void commitEach() throws SQLException {
    connection.setAutoCommit(true);
  }

  /** Undoes the transaction. */
  public void rollBack() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  /** Returns the statement of a text, which is prepared once for this connection. */
  public PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  /** Closes the statements that were prepared, but not the connection. */
  public void closeStatements() throws SQLException {
    for (PreparedStatement statement : statements.values()) {
      statement.close();
    }
    statements.clear();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
