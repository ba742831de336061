package dev.praetor.store.query.row;

import java.time.Instant;
import java.util.Optional;

/**
 * A version of a flow in a list, without its description.
 *
 * @param id the hash of the description of the flow
 * @param flow the name of the flow
 * @param created the time at which the version was recorded
 * @param code the SHA-256 of the package with its code, where one of several packages is meant
 */
public record FlowVersionRow(String id, String flow, Instant created, Optional<String> code) {
  public FlowVersionRow(String id, String flow, Instant created) {
    this(id, flow, created, Optional.empty());
  }

  public FlowVersionRow withCode(String sha256) {
    return new FlowVersionRow(id, flow, created, Optional.of(sha256));
  }
}
