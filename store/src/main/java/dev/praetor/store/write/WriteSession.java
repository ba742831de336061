package dev.praetor.store.write;

import dev.praetor.store.db.Database;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.WriteConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;

/**
 * The writer's connection, and facts about the store that are valid while the connection is open.
 * Used by one thread at a time.
 *
 * @param self the process that writes
 * @param lockRows the end of a query that keeps others from changing its rows meanwhile
 * @param rows the statements for single rows
 * @param versions the versions of flows that were committed over the connection
 */
record WriteSession(
    WriteConnection connection,
    ProcessRow self,
    InstantSource clock,
    String lockRows,
    SingleRows rows,
    FlowVersions.Recorded versions)
    implements AutoCloseable {
  /** Thrown when a later session writes for the same process. */
  static final class Superseded extends RuntimeException {
    private static final long serialVersionUID = 1;

    Superseded() {
      super("another server writes for this process now");
    }
  }

  static WriteSession of(
      Connection connection, Database database, ProcessRow self, InstantSource clock) {
    WriteConnection writing = new WriteConnection(connection);
    SingleRows rows = SingleRows.of(writing, self.id(), database.lockRows());
    return new WriteSession(
        writing, self, clock, database.lockRows(), rows, new FlowVersions.Recorded());
  }

  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepare(sql);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
