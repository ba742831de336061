package dev.praetor;

/** The name of each {@link State}, with what it says about progress. */
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

  /** Where a state stands between the beginning of a run and its end. */
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

  /** The name people read, for example {@code TriggerFailed}. */
  public String label() {
    return label;
  }

  public Phase phase() {
    return phase;
  }

  public boolean isFinished() {
    return phase.compareTo(Phase.SUCCESSFUL) >= 0;
  }

  public boolean isSuccessful() {
    return phase == Phase.SUCCESSFUL;
  }

  public boolean isUnsuccessful() {
    return phase == Phase.UNSUCCESSFUL;
  }

  /** The type with this {@link #label}; an unknown one is an {@link IllegalArgumentException}. */
  public static StateType ofLabel(String label) {
    for (StateType type : values()) {
      if (type.label.equals(label)) {
        return type;
      }
    }
    throw new IllegalArgumentException("there is no state called '" + label + "'");
  }
}
