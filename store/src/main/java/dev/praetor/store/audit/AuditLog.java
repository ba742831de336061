package dev.praetor.store.audit;

import dev.praetor.store.audit.row.AuditEntry;
import dev.praetor.store.audit.row.AuditHead;
import dev.praetor.store.audit.row.AuditOutcome;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.write.WriteQueue;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The audit log, to which rows are added and never taken from. Thread-safe. */
public final class AuditLog {
  private final QueryRunner query;
  private final WriteQueue writes;

  public AuditLog(QueryRunner query, WriteQueue writes) {
    this.query = query;
    this.writes = writes;
  }

  /**
   * Adds a row about what no {@linkplain dev.praetor.store.audit.row.OpenChange change} has a row
   * of: a refusal, a log-in, a change that changed nothing. The future is completed when the row is
   * durable.
   */
  public CompletableFuture<Boolean> record(AuditEntry entry, AuditOutcome outcome) {
    return writes.record(entry, outcome);
  }

  /**
   * Verifies that no row was changed, put in, moved or taken out. Rows may be added meanwhile.
   *
   * @param noted a head that was noted elsewhere, which must be a part of the log
   */
  public AuditVerification verify(Optional<AuditHead> noted) {
    return new ChainCheck(query).verify(noted);
  }
}
