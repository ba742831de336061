package dev.praetor.store.write;

import dev.praetor.RunId;
import dev.praetor.store.model.StoreFailed;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that this process may write to. Thread-safe. */
public final class OwnedRuns {
  private final JournalWriter writer;
  private final Map<RunId, Ownership> owned = new ConcurrentHashMap<>();

  /**
   * @param begun whether the run is in progress here, and was not only claimed
   */
  private record Ownership(int epoch, boolean begun) {}

  public OwnedRuns(JournalWriter writer) {
    this.writer = writer;
  }

  /**
   * Makes a run this process's.
   *
   * @return its new epoch
   * @throws StoreFailed if it has ended, or its owner lives
   */
  public int claim(RunId run) {
    Ownership now = owned.get(run);
    if (now != null && now.begun()) {
      throw StoreFailed.conflict(
          run, "run " + run + " is in progress in this process", "wait until it ends");
    }
    CompletableFuture<Integer> done = new CompletableFuture<>();
    writer.add(new Job.Claim(run, done));
    int epoch = WriteQueue.await(done);
    owned.put(run, new Ownership(epoch, false));
    return epoch;
  }

  void begun(RunId run, int epoch) {
    owned.put(run, new Ownership(epoch, true));
  }

  void left(RunId run) {
    owned.remove(run);
  }

  /** The epoch of a run that was claimed and is not in progress yet. */
  Optional<Integer> epochOfClaimed(RunId run) {
    return Optional.ofNullable(owned.get(run)).filter(own -> !own.begun()).map(Ownership::epoch);
  }
}
