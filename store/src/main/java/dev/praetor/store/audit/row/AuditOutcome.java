package dev.praetor.store.audit.row;

import java.util.Optional;

/**
 * The outcome of what a row tells of.
 *
 * @param code the code of the error that the sender got; absent if it was done
 * @param message the message of the error, or a remark; may be empty
 */
public record AuditOutcome(Kind kind, Optional<String> code, String message) {
  public static final AuditOutcome DONE = new AuditOutcome(Kind.DONE, Optional.empty(), "");

  /** The kinds of outcomes. */
  public enum Kind {
    DONE,
    REFUSED
  }

  /** Returns the outcome of what was done, with a remark. */
  public static AuditOutcome done(String remark) {
    return new AuditOutcome(Kind.DONE, Optional.empty(), remark);
  }

  public static AuditOutcome refused(String code, String message) {
    return new AuditOutcome(Kind.REFUSED, Optional.of(code), message);
  }
}
