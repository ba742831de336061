package dev.praetor.store.model;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The limits of a store. Immutable; each {@code with…} method returns a changed copy.
 *
 * @param largestResult the largest size of a result in bytes of JSON, at least 1; a task run that
 *     returns more fails
 * @param retention the limits beyond which the store itself deletes data
 * @param sweep the longest time between two looks of those who wait for changes by other processes,
 *     in case a signal was lost
 * @param code the SHA-256 of the registered package whose code this process runs; absent for other
 *     code. A process starts and resumes only the runs of its own code
 * @param worker the id of the worker that started this process; absent for any other process. A
 *     process starts only runs that its worker takes
 * @param isolated true if the process of a worker starts only runs that get a process of their own,
 *     false if it starts only others
 * @param versions the hashes of the descriptions of the flows whose code this process has, if it
 *     serves them itself: it starts and resumes only their runs; otherwise empty
 */
public record StoreOptions(
    long largestResult,
    Retention retention,
    Duration sweep,
    Optional<String> code,
    Optional<String> worker,
    boolean isolated,
    Set<String> versions) {
  private static final StoreOptions DEFAULT =
      new StoreOptions(
          64L << 20,
          Retention.DEFAULT,
          Duration.ofSeconds(2),
          Optional.empty(),
          Optional.empty(),
          false,
          Set.of());

  public StoreOptions {
    versions = Set.copyOf(versions);
    if (largestResult < 1) {
      throw new IllegalArgumentException(
          "the largest result must have at least 1 byte, not " + largestResult);
    }
    if (sweep.compareTo(Duration.ZERO) <= 0) {
      throw new IllegalArgumentException("the time between two sweeps must be positive: " + sweep);
    }
  }

  public static StoreOptions defaults() {
    return DEFAULT;
  }

  public StoreOptions withLargestResult(long bytes) {
    return new StoreOptions(bytes, retention, sweep, code, worker, isolated, versions);
  }

  public StoreOptions withRetention(Retention retention) {
    return new StoreOptions(largestResult, retention, sweep, code, worker, isolated, versions);
  }

  public StoreOptions withSweep(Duration sweep) {
    return new StoreOptions(largestResult, retention, sweep, code, worker, isolated, versions);
  }

  public StoreOptions withCode(String sha256) {
    return new StoreOptions(
        largestResult, retention, sweep, Optional.of(sha256), worker, isolated, versions);
  }

  public StoreOptions withWorker(String id) {
    return new StoreOptions(
        largestResult, retention, sweep, code, Optional.of(id), isolated, versions);
  }

  public StoreOptions withIsolated(boolean own) {
    return new StoreOptions(largestResult, retention, sweep, code, worker, own, versions);
  }

  public StoreOptions withVersions(Set<String> served) {
    return new StoreOptions(largestResult, retention, sweep, code, worker, isolated, served);
  }
}
