package dev.praetor.store.audit.row;

import java.util.List;
import java.util.Optional;

/**
 * The thing that is changed.
 *
 * @param project its project; absent for what concerns the whole server, or is named by an id
 * @param key the values that identify it in its table
 */
public record AuditTarget(TargetKind kind, Optional<String> project, List<String> key) {
  /** No thing of its own: the server. */
  public static final AuditTarget SERVER =
      new AuditTarget(TargetKind.SERVER, Optional.empty(), List.of());

  private static final int LONGEST_NAME = 300;

  public AuditTarget {
    key = List.copyOf(key);
  }

  /** Returns a thing of the whole server. */
  public static AuditTarget of(TargetKind kind, String... key) {
    return new AuditTarget(kind, Optional.empty(), List.of(key));
  }

  /** Returns a thing of a project. */
  public static AuditTarget in(String project, TargetKind kind, String... key) {
    return new AuditTarget(kind, Optional.of(project), List.of(key));
  }

  /** Returns a run. */
  public static AuditTarget run(String id) {
    return of(TargetKind.RUN, id);
  }

  AuditTarget withKey(List<String> other) {
    return new AuditTarget(kind, project, other);
  }

  /** Returns the name for people: the values of the key. */
  String name() {
    return BoundedText.of(String.join(" ", key), LONGEST_NAME);
  }
}
