package dev.praetor.store.write;

import dev.praetor.RunId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that this process may write to. Thread-safe. */
public final class OwnedRuns {
  private final Map<RunId, Ownership> lives = new ConcurrentHashMap<>();

  /**
   * @param begun whether it goes on here, and was not only claimed
   */
  private record Ownership(int epoch, boolean begun) {}

  public void claimed(RunId run, int epoch) {
    lives.put(run, new Ownership(epoch, false));
  }

  void begun(RunId run, int epoch) {
    lives.put(run, new Ownership(epoch, true));
  }

  void left(RunId run) {
    lives.remove(run);
  }

  public boolean isUnderWay(RunId run) {
    Ownership life = lives.get(run);
    return life != null && life.begun();
  }

  /** The epoch of a run that was claimed and does not go on yet. */
  Optional<Integer> epochOfClaimed(RunId run) {
    return Optional.ofNullable(lives.get(run)).filter(life -> !life.begun()).map(Ownership::epoch);
  }
}
