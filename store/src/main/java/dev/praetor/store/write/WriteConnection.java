package dev.praetor.store.write;

import dev.praetor.store.db.ProcessRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A connection with its prepared statements. For the writer alone. */
public final class WriteConnection implements AutoCloseable {
  private final Connection connection;
  private final ProcessRow self;
  private final InstantSource clock;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  private final Set<String> versions = new HashSet<>();

  public WriteConnection(Connection connection, ProcessRow self, InstantSource clock) {
    this.connection = connection;
    this.self = self;
    this.clock = clock;
  }

  /** The process that writes. */
  ProcessRow self() {
    return self;
  }

  /**
   * Whether a version of a flow was committed over this connection, so that it need not be again.
   */
  boolean hasWritten(String version) {
    return versions.contains(version);
  }

  void written(String version) {
    versions.add(version);
  }

  InstantSource clock() {
    return clock;
  }

  Connection connection() {
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
