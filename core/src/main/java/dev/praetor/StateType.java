package dev.praetor;

/** The type of a {@link State}, with the name and the phase of progress of each type. */
public enum StateType {
  PENDING("Pending", Phase.WAITING),
  SCHEDULED("Scheduled", Phase.WAITING),
  RETRYING("Retrying", Phase.WAITING),
  QUEUED("Queued", Phase.WAITING),
  PAUSED("Paused", Phase.WAITING),
  RUNNING("Running", Phase.ACTIVE),
  MAPPED("Mapped", Phase.ACTIVE),
  CANCELLING("Cancelling", Phase.ACTIVE),
  SUCCESS("Success", Phase.SUCCESSFUL),
  CACHED("Cached", Phase.SUCCESSFUL),
  SKIPPED("Skipped", Phase.SUCCESSFUL),
  FAILED("Failed", Phase.UNSUCCESSFUL),
  TIMED_OUT("TimedOut", Phase.UNSUCCESSFUL),
  TRIGGER_FAILED("TriggerFailed", Phase.UNSUCCESSFUL),
  CRASHED("Crashed", Phase.UNSUCCESSFUL),
  CANCELLED("Cancelled", Phase.CANCELLED);

  /** The phase of a run, from its beginning to its end. */
  public enum Phase {
    WAITING,
    ACTIVE,
    SUCCESSFUL,
    UNSUCCESSFUL,
    CANCELLED
  }

  private final String label;
  private final Phase phase;

  StateType(String label, Phase phase) {
    this.label = label;
    this.phase = phase;
  }

  /** Returns the name for people, for example {@code TriggerFailed}. */
  public String label() {
    return label;
  }

  /** Returns the phase of a run in this state. */
  public Phase phase() {
    return phase;
  }

  /** Returns whether no other state follows. */
  public boolean isFinished() {
    return phase.compareTo(Phase.SUCCESSFUL) >= 0;
  }

  /** Returns whether the type is Success, Cached or Skipped. */
  public boolean isSuccessful() {
    return phase == Phase.SUCCESSFUL;
  }

  /** Returns whether the type is Failed, TimedOut, TriggerFailed or Crashed. */
  public boolean isUnsuccessful() {
    return phase == Phase.UNSUCCESSFUL;
  }

  /**
   * Returns the type with this {@link #label}.
   *
   * @throws IllegalArgumentException if there is no such type
   */
  public static StateType ofLabel(String label) {
    for (StateType type : values()) {
      if (type.label.equals(label)) {
        return type;
      }
    }
    throw new IllegalArgumentException("there is no state called '" + label + "'");
  }
}
