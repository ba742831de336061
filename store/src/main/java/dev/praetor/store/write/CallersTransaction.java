package dev.praetor.store.write;

import dev.praetor.store.signal.StoreSignals;
import java.sql.SQLException;
import java.util.List;

/**
 * Writes the first row of a run in the transaction of a caller, who commits or rolls back. Used by
 * one thread only.
 */
record CallersTransaction(WriteSession session, StoreSignals signals) implements AutoCloseable {
  void admit(Job.Admit job) throws SQLException {
    FlowVersions.write(session, job.version(), job.row().definition().flow(), null);
    AdmissionTable.Answered answered = new AdmissionTable(session, false).admit(List.of(job));
    signals.withinCallers(session.connection().connection(), answered.signals());
    answered.answers().forEach(Runnable::run);
  }

  @Override
  public void close() throws SQLException {
    session.connection().closeStatements();
  }
}
