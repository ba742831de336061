package dev.praetor.store.write;

import dev.praetor.RunId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that this process may write to. Thread-safe. */
public final class OwnedRuns {
  private final Map<RunId, Life> lives = new ConcurrentHashMap<>();

  /**
   * @param begun whether it goes on here, and was not only claimed
   */
  private record Life(int epoch, boolean begun) {}

  public void claimed(RunId run, int epoch) {
    lives.put(run, new Life(epoch, false));
  }

  void begun(RunId run, int epoch) {
    lives.put(run, new Life(epoch, true));
  }

  void left(RunId run) {
    lives.remove(run);
  }

  public boolean isUnderWay(RunId run) {
    Life life = lives.get(run);
    return life != null && life.begun();
  }

  /** The epoch of a run that was claimed and does not go on yet. */
  Optional<Integer> epochOfClaimed(RunId run) {
    return Optional.ofNullable(lives.get(run)).filter(life -> !life.begun()).map(Life::epoch);
  }
}
