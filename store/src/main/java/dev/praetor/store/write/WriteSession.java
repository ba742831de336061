package dev.praetor.store.write;

import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.db.WriteConnection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;

/**
 * The writer's connection, and facts about the store that are valid while the connection is open.
 * Used only by the writer's thread.
 *
 * @param self the process that writes
 * @param versions the hashes of the versions of flows that were committed over the connection,
 *     which need not be written again
 */
record WriteSession(
    WriteConnection connection, ProcessRow self, InstantSource clock, Set<String> versions)
    implements AutoCloseable {
  static WriteSession of(WriteConnection connection, ProcessRow self, InstantSource clock) {
    return new WriteSession(connection, self, clock, new HashSet<>());
  }

  PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepare(sql);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
