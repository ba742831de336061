package dev.praetor.worker;

import dev.praetor.store.RunStore;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.queue.NeededCode;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.worker.NewWorker;
import dev.praetor.store.worker.Workers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** The connection of a worker that has the store open. Thread-safe. */
public final class StoreLink implements WorkerLink {
  /** The time between two heartbeats, of which several fit into a lease. */
  private static final Duration BEAT = Duration.ofSeconds(5);

  private final RunStore store;
  private final Workers workers;
  private final NeededCode needed;
  private final StoreQueries queries;
  private final InstantSource clock;
  private final List<Subscription> listening = new CopyOnWriteArrayList<>();
  private @Nullable Reported last;

  /** The last report that was recorded, and its time. */
  private record Reported(StoredWorker.Report report, long time) {
    boolean isRecent() {
      return System.nanoTime() - time < BEAT.toNanos();
    }
  }

  public StoreLink(RunStore store, InstantSource clock) {
    this.store = store;
    this.workers = store.workers();
    this.needed = store.neededCode();
    this.queries = store.queries();
    this.clock = clock;
  }

  @Override
  public String join(WorkerIdentity worker, boolean drains) {
    return workers.add(
        new NewWorker(
            worker.id(),
            worker.name(),
            worker.offer(),
            ProcessId.current(),
            worker.version(),
            drains));
  }

  @Override
  public synchronized WorkerOrders report(WorkerIdentity worker, StoredWorker.Report report) {
    Optional<Boolean> drains = drains(worker, report);
    if (drains.isEmpty() || drains.get()) {
      return new WorkerOrders(
          drains.isPresent(), drains.isPresent(), Set.of(), busy(worker), Duration.ZERO);
    }
    Duration longest = store.sweep();
    Duration due = needed.nextDue(worker.id()).map(this::until).orElse(longest);
    return new WorkerOrders(
        true,
        false,
        needed.now(worker.id()),
        busy(worker),
        due.compareTo(longest) < 0 ? due : longest);
  }

  /** Records a report unless nothing has changed, and returns whether the worker is to drain. */
  private Optional<Boolean> drains(WorkerIdentity worker, StoredWorker.Report report) {
    Reported before = last;
    if (before != null && before.report().equals(report) && before.isRecent()) {
      return workers.drains(worker.id());
    }
    Optional<Boolean> drains = workers.report(worker.id(), report);
    last = new Reported(report, System.nanoTime());
    return drains;
  }

  private Map<Long, Integer> busy(WorkerIdentity worker) {
    return queries.runsOfRunners(List.of(worker.id())).getOrDefault(worker.id(), Map.of());
  }

  private Duration until(Instant due) {
    Duration left = Duration.between(clock.instant(), due);
    return left.isNegative() ? Duration.ZERO : left;
  }

  @Override
  public void listen(WorkerIdentity worker, Runnable changed) {
    for (Topic topic : List.of(Topic.QUEUE, Topic.OWNERS, Topic.WORKERS)) {
      listening.add(store.signals().listen(topic, changed));
    }
  }

  @Override
  public void drain(WorkerIdentity worker) {
    workers.drain(worker.id());
  }

  @Override
  public void leave(WorkerIdentity worker) {
    workers.end(worker.id());
  }

  @Override
  public void close() {
    listening.forEach(Subscription::close);
    listening.clear();
  }
}
