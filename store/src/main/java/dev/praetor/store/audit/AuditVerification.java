package dev.praetor.store.audit;

import dev.praetor.store.audit.row.AuditHead;
import java.util.Optional;

/**
 * The result of a verification of the audit log.
 *
 * @param rows the number of rows that are as they were written, counted from the first
 * @param head the last of these rows
 * @param broken the first place at which the log is not as it was written; absent if it is whole
 */
public record AuditVerification(long rows, AuditHead head, Optional<Broken> broken) {
  /**
   * A place at which the log is not as it was written.
   *
   * @param sequence the number of the row
   * @param problem the problem in words
   */
  public record Broken(long sequence, String problem) {}
}
