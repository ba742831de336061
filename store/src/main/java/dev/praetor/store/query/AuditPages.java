package dev.praetor.store.query;

import dev.praetor.store.audit.row.AuditRow;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;

/** The audit log in pages. Thread-safe. */
public final class AuditPages {
  private final Listing<AuditRow> rows;

  public AuditPages(QueryRunner query) {
    this.rows = new Listing<>(query, Entity.AUDIT, "t0.*", AuditRow::read);
  }

  /** Returns a page of rows; by default the newest first. */
  public Page<AuditRow> page(PageRequest request) {
    return rows.page(request);
  }

  /** Returns the number of rows that meet a condition. */
  public CappedCount count(Condition where) {
    return rows.count(where);
  }
}
