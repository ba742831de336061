package dev.praetor.store.write;

import dev.praetor.store.db.Database;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.WriteConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * The writer's connection, and facts about the store that are valid while the connection is open.
 * Used by one thread at a time.
 *
 * @param self the process that writes
 * @param rows the statements for single rows
 * @param versions the hashes of the versions of flows that were committed over the connection,
 *     which need not be written again
 */
record WriteSession(
    WriteConnection connection,
    ProcessRow self,
    InstantSource clock,
    SingleRows rows,
    Set<String> versions)
    implements AutoCloseable {
  static WriteSession of(
      Connection connection, Database database, ProcessRow self, InstantSource clock) {
    WriteConnection writing = new WriteConnection(connection);
    SingleRows rows = SingleRows.of(writing, database.lockRows());
    return new WriteSession(writing, self, clock, rows, new HashSet<>());
  }

  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepare(sql);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
