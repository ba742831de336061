package dev.praetor.store.model;

import dev.praetor.engine.packaging.FlowKey;
import java.time.Instant;

/**
 * A version of a registered flow: a graph and the package with its code.
 *
 * @param project the project of the flow
 * @param flow the name of the flow
 * @param number the number of the version, which counts up in the flow from 1
 * @param version the hash of the flow's description, which runs record
 * @param code the package
 * @param by the person who registered it; may be empty
 * @param created the time at which it was registered
 */
public record RegisteredVersion(
    String project,
    String flow,
    int number,
    String version,
    PackageRef code,
    String by,
    Instant created) {
  /** Returns the key of the flow as text, as runs record it. */
  public String flowKey() {
    return new FlowKey(project, flow).text();
  }

  /** Returns whether another version has the same graph, and so differs in its code only. */
  public boolean hasSameGraph(RegisteredVersion other) {
    return version.equals(other.version);
  }
}
