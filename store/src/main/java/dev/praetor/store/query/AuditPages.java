package dev.praetor.store.query;

import dev.praetor.store.audit.row.AuditRow;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Entity;
import dev.praetor.store.query.sql.VisibleProjects;
import java.util.function.Supplier;

/** The audit log in pages. Thread-safe. */
public final class AuditPages {
  private final Listing<AuditRow> rows;

  public AuditPages(QueryRunner query, Supplier<VisibleProjects> seen) {
    this.rows = new Listing<>(query, seen, Entity.AUDIT, "t0.*", AuditRow::read);
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
