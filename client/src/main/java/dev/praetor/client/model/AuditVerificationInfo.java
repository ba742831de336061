package dev.praetor.client.model;

import java.util.Optional;

/**
 * The result of a verification of the audit log. Immutable.
 *
 * @param rows the number of rows that are as they were written, counted from the first
 * @param head the last of these rows: its number and its hash
 * @param broken the first place at which the log is not as it was written; absent if it is whole
 */
public record AuditVerificationInfo(long rows, String head, Optional<Broken> broken) {
  public static final String FIELDS = "rows head broken { sequence problem }";

  /**
   * A place at which the log is not as it was written.
   *
   * @param sequence the number of the row
   * @param problem the problem in words
   */
  public record Broken(long sequence, String problem) {}

  public static AuditVerificationInfo of(Json json) {
    return new AuditVerificationInfo(
        json.large("rows"),
        json.text("head"),
        json.at("broken")
            .map(broken -> new Broken(broken.large("sequence"), broken.text("problem"))));
  }
}
