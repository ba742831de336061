package dev.praetor.store.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A worker as it is recorded. Immutable.
 *
 * @param id its id, new for each start
 */
public record StoredWorker(
    String id,
    String name,
    WorkerState state,
    WorkerOffer offer,
    Place place,
    Times times,
    Report report) {
  /**
   * The process of a worker.
   *
   * @param version the version of Praetor
   */
  public record Place(String host, long pid, String version) {}

  /**
   * The times of a worker, by the clock of the database.
   *
   * @param heartbeat the time at which it was heard last
   */
  public record Times(Instant started, Instant heartbeat, Optional<Instant> ended) {}

  /**
   * The last report of a worker.
   *
   * @param runners its processes
   * @param log the last lines of its own log, oldest first
   */
  public record Report(List<WorkerRunner> runners, List<String> log) {
    /** The report of a worker that has just started. */
    public static final Report NOTHING = new Report(List.of(), List.of());

    public Report {
      runners = List.copyOf(runners);
      log = List.copyOf(log);
    }
  }
}
