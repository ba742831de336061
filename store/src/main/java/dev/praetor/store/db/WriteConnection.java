package dev.praetor.store.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/** A connection to write over, with its prepared statements. For one thread. */
public final class WriteConnection implements AutoCloseable {
  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  public WriteConnection(Connection connection) {
    this.connection = connection;
  }

  public Connection connection() {
    return connection;
  }

  /** Begins a transaction; on SQLite that takes the lock of the file. */
  public void begin() throws SQLException {
    connection.setAutoCommit(false);
  }

  /** Commits, and holds no lock afterwards: SQLite's driver begins anew after a plain commit. */
  public void commit() throws SQLException {
    connection.setAutoCommit(true);
  }

  /** The statement of a text, prepared once for this connection. */
  public PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = statements.get(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
      statements.put(sql, statement);
    }
    return statement;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
