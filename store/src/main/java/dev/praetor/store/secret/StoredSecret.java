package dev.praetor.store.secret;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A secret without its value. Immutable.
 *
 * @param version the number of times that it was set
 * @param setBy the person or the key that set it last; empty if that is not known
 * @param lastUse the last read by a run on a server
 * @param grants the flows whose runs on a server may read it
 */
public record StoredSecret(
    String project,
    String name,
    int version,
    Instant created,
    Instant set,
    String setBy,
    Optional<Use> lastUse,
    List<Grant> grants) {
  public StoredSecret {
    grants = List.copyOf(grants);
  }

  /** Returns the secret with its grants. */
  public StoredSecret withGrants(List<Grant> others) {
    return new StoredSecret(project, name, version, created, set, setBy, lastUse, others);
  }

  /**
   * The permission of the runs of a flow.
   *
   * @param flow the flow; absent for all flows of the project
   * @param by who gave it; empty for a secret that is older than grants
   */
  public record Grant(Optional<String> flow, String by, Instant time) {}

  /**
   * The reads of a run.
   *
   * @param reads the number of reads
   */
  public record Use(String run, String flow, Instant first, Instant last, long reads) {}
}
