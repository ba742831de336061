package dev.praetor.store.write;

import java.sql.SQLException;
import java.util.List;

/**
 * Writes the first row of a run in the transaction of a caller, who commits or rolls back. Used by
 * one thread only.
 */
record CallersTransaction(WriteSession session) implements AutoCloseable {
  void admit(Job.Admit job) throws SQLException {
    new RunTable(session).version(job.version());
    new AdmissionTable(session, false).admit(List.of(job)).forEach(Runnable::run);
  }

  @Override
  public void close() throws SQLException {
    session.connection().closeStatements();
  }
}
