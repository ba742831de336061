package dev.praetor.cli.place;

import dev.praetor.client.model.AuditInfo;
import dev.praetor.client.model.AuditVerificationInfo;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The audit log of a place. */
public interface AuditTrail {
  /** Returns the newest rows of a selection; none if there is no store. */
  List<AuditInfo> list(Selection selection, int most);

  /**
   * Verifies the log.
   *
   * @param head a head that was noted elsewhere
   */
  AuditVerificationInfo verify(Optional<String> head);

  /** A selection of rows; an absent part selects all. */
  record Selection(
      Optional<String> actor,
      Optional<String> action,
      Optional<String> target,
      Optional<String> project,
      Optional<Instant> since,
      boolean refused) {}
}
