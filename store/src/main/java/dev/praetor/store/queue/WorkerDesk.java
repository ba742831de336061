package dev.praetor.store.queue;

import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOrders;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.worker.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes the reports of workers, and tells them what to do. A report that says nothing new is not
 * written each time. Thread-safe.
 */
public final class WorkerDesk {
  /** The time between two heartbeats, of which several fit into a lease. */
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final Workers workers;
  private final NeededCode needed;
  private final StoreQueries queries;
  private final Duration sweep;
  private final InstantSource clock;
  private final Map<String, Reported> last = new ConcurrentHashMap<>();

  /**
   * Creates the desk.
   *
   * @param sweep the longest time between two reports of a worker
   */
  public WorkerDesk(
      Workers workers,
      NeededCode needed,
      StoreQueries queries,
      Duration sweep,
      InstantSource clock) {
    this.workers = workers;
    this.needed = needed;
    this.queries = queries;
    this.sweep = sweep;
    this.clock = clock;
  }

  /** The last report of a worker that was recorded, and its time. */
  private record Reported(StoredWorker.Report report, long time) {
    boolean isRecent() {
      return System.nanoTime() - time < BEAT.toNanos();
    }
  }

  /** Takes a report of a worker, and returns what it has to do. */
  public WorkerOrders report(String worker, StoredWorker.Report report) {
    Optional<Boolean> drains = drains(worker, report);
    Map<Long, Integer> busy = queries.runsOfRunners(List.of(worker)).getOrDefault(worker, Map.of());
    if (drains.isEmpty() || drains.get()) {
      boolean known = drains.isPresent();
      return new WorkerOrders(known, known, Set.of(), Map.of(), busy, sweep);
    }
    Duration due = needed.nextDue(worker).map(this::until).orElse(sweep);
    return new WorkerOrders(
        true,
        false,
        needed.now(worker),
        needed.isolated(worker),
        busy,
        due.compareTo(sweep) < 0 ? due : sweep);
  }

  private Optional<Boolean> drains(String worker, StoredWorker.Report report) {
    Reported before = last.get(worker);
    if (before != null && before.report().equals(report) && before.isRecent()) {
      return workers.drains(worker);
    }
    Optional<Boolean> drains = workers.report(worker, report);
    if (drains.isPresent()) {
      last.put(worker, new Reported(report, System.nanoTime()));
    } else {
      last.remove(worker);
    }
    return drains;
  }

  private Duration until(Instant due) {
    Duration left = Duration.between(clock.instant(), due);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /** Forgets a worker that has ended. */
  public void forget(String worker) {
    last.remove(worker);
  }
}
