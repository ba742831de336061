package dev.praetor.store.audit.row;

/**
 * The sender of a request, as the audit log names it.
 *
 * @param name the name; empty if the sender did not prove one
 */
public record Actor(String name, Kind kind) {
  /** A sender who did not prove who it is. */
  public static final Actor UNKNOWN = new Actor("", Kind.UNKNOWN);

  /** The ways in which senders prove who they are. */
  public enum Kind {
    /** By the key in the home of a server. */
    ADMINISTRATOR_KEY,
    /** By a key that an administrator made. */
    KEY,
    /** By the token that its worker got for it, as a runner. */
    RUNNER,
    /** By a log-in. */
    USER,
    UNKNOWN
  }
}
