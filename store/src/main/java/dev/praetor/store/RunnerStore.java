package dev.praetor.store;

import dev.praetor.RunId;
import dev.praetor.store.cache.CacheClaims;
import dev.praetor.store.db.ProcessRow;
import dev.praetor.store.model.StoreOptions;
import dev.praetor.store.wire.ReceivedWrites;
import dev.praetor.store.write.JournalWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A store that this process has open on behalf of another one, which has no database: runs that are
 * claimed in it belong to that process. While it is open, it gives the heartbeats of that process.
 * It shares the connections for reading with a store of this process, and must be closed before
 * that. Thread-safe.
 */
public final class RunnerStore {
  private final OpenParts parts;
  private final RunStore runs;

  private RunnerStore(OpenParts parts) {
    this.parts = parts;
    this.runs = RunStore.of(parts);
  }

  /**
   * Opens a store on behalf of another process.
   *
   * @param beside the store of this process
   * @param id the id of that process among all that have the store open
   * @param name its name, as it is shown to users
   * @param session the number of the session of that process, from 1: once a later one has begun
   *     anywhere, nothing is written in this one
   * @param options the options, of which the retention has no effect
   */
  public static RunnerStore open(
      RunStore beside, UUID id, String name, long session, StoreOptions options) {
    ProcessRow other = ProcessRow.elsewhere(id, name, session);
    return new RunnerStore(beside.parts.onBehalfOf(other, options));
  }

  /** Returns whether a later session is known to have begun, so that nothing can be written. */
  public boolean isSuperseded() {
    return parts.writer().isSuperseded();
  }

  /** Returns the store with what the other process may do. */
  public RunStore runs() {
    return runs;
  }

  /** Returns the writes of the other process. */
  public ReceivedWrites received() {
    return new ReceivedWrites(
        parts.writer(),
        parts.query(),
        parts.blobs(),
        parts.ownSlots(),
        runs.events(),
        parts.path().code());
  }

  /** Returns the keys of cached results that the other process computes alone. */
  public CacheClaims cacheClaims() {
    return parts.claims();
  }

  /** Returns the names of the tags that have a limit. */
  public Set<String> limitedTags() {
    return parts.limitedTags().names();
  }

  /** Returns the time since the last heartbeat that is durable. */
  public Duration sinceBeat() {
    return parts.writer().sinceBeat();
  }

  /** Leaves a run that was claimed here to the other process. */
  public void handOver(RunId run) {
    parts.path().owned().handOver(run);
  }

  /** Returns the epoch of a run that was claimed here, and that is not handed over. */
  public Optional<Integer> claimed(RunId run) {
    return parts.path().owned().epochOfClaimed(run);
  }

  /**
   * Closes the store.
   *
   * @param how the end of the other process, as it is recorded
   */
  public void close(JournalWriter.Ending how) {
    parts.close(how);
  }
}
