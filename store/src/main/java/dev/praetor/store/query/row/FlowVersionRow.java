package dev.praetor.store.query.row;

import java.time.Instant;
import java.util.Optional;

/**
 * A version of a flow in a list, without its description.
 *
 * @param id the hash of the description of the flow
 * @param flow the key of the flow
 * @param created the time at which the version was recorded
 * @param code the SHA-256 of the package with its code, where one of several packages is meant
 */
public record FlowVersionRow(String id, String flow, Instant created, Optional<String> code) {
  public FlowVersionRow(String id, String flow, Instant created) {
    this(id, flow, created, Optional.empty());
  }

  /** Returns the version as that of a run of a flow, and of a package if one is known. */
  public FlowVersionRow ofRun(String key, Optional<String> sha256) {
    return new FlowVersionRow(id, key, created, sha256);
  }

  /** Returns the version as that of a flow. */
  public FlowVersionRow of(String key) {
    return new FlowVersionRow(id, key, created, code);
  }
}
