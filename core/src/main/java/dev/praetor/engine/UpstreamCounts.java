package dev.praetor.engine;

import dev.praetor.StateType;

/** The number of finished runs by the way they ended. Skipped runs count as successful too. */
public record UpstreamCounts(
    int total, int successful, int skipped, int unsuccessful, int cancelled) {
  public static final UpstreamCounts NONE = new UpstreamCounts(0, 0, 0, 0, 0);

  public UpstreamCounts plus(UpstreamCounts other) {
    return new UpstreamCounts(
        total + other.total,
        successful + other.successful,
        skipped + other.skipped,
        unsuccessful + other.unsuccessful,
        cancelled + other.cancelled);
  }

  public static UpstreamCounts of(StateType type) {
    return switch (type.phase()) {
      case SUCCESSFUL -> new UpstreamCounts(1, 1, type == StateType.SKIPPED ? 1 : 0, 0, 0);
      case UNSUCCESSFUL -> new UpstreamCounts(1, 0, 0, 1, 0);
      case CANCELLED -> new UpstreamCounts(1, 0, 0, 0, 1);
      case WAITING, ACTIVE -> new UpstreamCounts(1, 0, 0, 0, 0);
    };
  }

  /** Creates counts from the number of runs of each type, indexed by the type's ordinal. */
  public static UpstreamCounts of(int[] counts) {
    int total = 0;
    int successful = 0;
    int unsuccessful = 0;
    for (StateType type : TYPES) {
      int n = counts[type.ordinal()];
      total += n;
      successful += type.isSuccessful() ? n : 0;
      unsuccessful += type.isUnsuccessful() ? n : 0;
    }
    return new UpstreamCounts(
        total,
        successful,
        counts[StateType.SKIPPED.ordinal()],
        unsuccessful,
        counts[StateType.CANCELLED.ordinal()]);
  }

  private static final StateType[] TYPES = StateType.values();
}
