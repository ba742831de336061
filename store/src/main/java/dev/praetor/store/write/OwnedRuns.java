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
   * The ownership of a run.
   *
   * @param begun true if the run is in progress in this process, false if it was only claimed
   */
  private record Ownership(int epoch, boolean begun) {}

  public OwnedRuns(JournalWriter writer) {
    this.writer = writer;
  }

  /**
   * Claims a run for this process.
   *
   * @return the new epoch of the run
   * @throws StoreFailed if the run has ended, or its owner is alive
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

  /** Returns the epoch of a run that was claimed and is not in progress yet. */
  Optional<Integer> epochOfClaimed(RunId run) {
    return Optional.ofNullable(owned.get(run)).filter(own -> !own.begun()).map(Ownership::epoch);
  }
}
