package dev.praetor.store;

import static java.util.Objects.requireNonNull;

import dev.praetor.Flow;
import dev.praetor.engine.task.Placement;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.RunLimit;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.worker.NewWorker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The flows, pools, workers and limits of one history, as they were set. Whoever changes them holds
 * the lock for writing, and whoever starts runs holds it for reading, until that is noted: so it is
 * known what was set when a run started. Thread-safe.
 */
final class QueueWorld {
  /** The package with the code of the registered flows. */
  static final String CODE = "c0de";

  private static final int MOST = 3;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final List<Kind> kinds;
  private final List<String> tags;
  private final List<String> pools;
  private final Map<String, Integer> limits = new ConcurrentHashMap<>();
  private final Map<String, String> paused = new ConcurrentHashMap<>();
  private final Map<String, Integer> pooled = new ConcurrentHashMap<>();
  private final Map<String, Worker> workers = new ConcurrentHashMap<>();
  private final Map<String, String> runners = new ConcurrentHashMap<>();

  /**
   * A flow.
   *
   * @param placement the placement of its runs, if it is registered
   */
  record Kind(Flow<Integer> flow, Optional<Placement> placement) {
    String name() {
      return flow.name();
    }
  }

  /** A worker that is alive. */
  record Worker(String id, String name, WorkerOffer offer, boolean draining) {
    boolean takes(Placement placement) {
      return offer.pools().contains(placement.pool())
          && offer.labels().containsAll(placement.needs());
    }
  }

  /** Makes names that no other history has. */
  QueueWorld(String id) {
    tags = List.of("a-" + id, "b-" + id);
    pools = List.of("p-" + id, "q-" + id);
    Placement first = Placement.ANYWHERE.withPool(pools.getFirst());
    kinds =
        List.of(
            new Kind(Flows.wide("limited-" + id, 1), Optional.empty()),
            new Kind(Flows.wide("free-" + id, 1), Optional.empty()),
            new Kind(Flows.wide("shared-" + id, 1), Optional.of(first)),
            new Kind(
                Flows.wide("needing-" + id, 1),
                Optional.of(
                    Placement.ANYWHERE
                        .withPool(pools.getLast())
                        .withNeeds(List.of("gpu", "os=linux")))),
            new Kind(
                Flows.wide("isolated-" + id, 1),
                Optional.of(first.withIsolated(true).withNeeds(List.of("gpu")))));
  }

  ReadWriteLock lock() {
    return lock;
  }

  /** Returns the flows that processes without a worker start, or the flows of workers. */
  List<Kind> kinds(boolean ofWorkers) {
    return kinds.stream().filter(kind -> kind.placement().isPresent() == ofWorkers).toList();
  }

  Kind kind(String flow) {
    return kinds.stream().filter(kind -> kind.name().equals(flow)).findFirst().orElseThrow();
  }

  List<String> tags() {
    return tags;
  }

  List<String> pools() {
    return pools;
  }

  /** Returns the limit of a flow or of a tag. */
  Optional<Integer> limit(String name) {
    return Optional.ofNullable(limits.get(name));
  }

  Optional<Integer> limitOfPool(String pool) {
    return Optional.ofNullable(pooled.get(pool));
  }

  boolean isPaused(String pool) {
    return paused.containsKey(pool);
  }

  List<Worker> workers() {
    return List.copyOf(workers.values());
  }

  Worker worker(String id) {
    return requireNonNull(workers.get(id));
  }

  /** Returns the worker of a process, which may have ended. */
  Optional<String> workerOf(String process) {
    return Optional.ofNullable(runners.get(process));
  }

  void runner(String process, String worker) {
    runners.put(process, worker);
  }

  /** Sets what holds from the start: limits of tags and of some flows, and the workers. */
  void begin(RunStore store, Random random) {
    for (String tag : tags) {
      set(store, RunLimit.Scope.TAG, tag, 1 + random.nextInt(MOST));
    }
    set(store, RunLimit.Scope.FLOW, kinds.getFirst().name(), 1 + random.nextInt(2));
    change(store, random);
    change(store, random);
  }

  private void set(RunStore store, RunLimit.Scope scope, String name, int most) {
    store.limits().set(scope, name, most, "ann");
    limits.put(name, most);
  }

  /** Records a worker with an offer at random. */
  void add(RunStore store, String id, Random random) {
    List<String> some =
        random.nextInt(3) == 0 ? List.of(pools.get(random.nextInt(pools.size()))) : pools;
    List<String> labels = new ArrayList<>(List.of("gpu", "os=linux", "big"));
    labels.removeIf(_ -> random.nextInt(3) == 0);
    add(store, id, new WorkerOffer(some, labels, 1 + random.nextInt(MOST)));
  }

  /** Records that all workers are back, take all runs, and that nothing is held back by a pool. */
  void open(RunStore store) {
    pools.forEach(pool -> store.pools().resume(pool, ""));
    paused.clear();
    for (String id : List.copyOf(workers.keySet())) {
      add(store, id, new WorkerOffer(pools, List.of("gpu", "os=linux"), MOST));
    }
  }

  private void add(RunStore store, String id, WorkerOffer offer) {
    store.workers().end(id);
    String name =
        store.workers().add(new NewWorker(id, "w" + id, offer, ProcessId.current(), "1", false));
    workers.put(id, new Worker(id, name, offer, false));
  }

  /** Changes something that people set. */
  void change(RunStore store, Random random) {
    lock.writeLock().lock();
    try {
      String pool = pools.get(random.nextInt(pools.size()));
      switch (random.nextInt(6)) {
        case 0 -> pause(store, pool);
        case 1 -> {
          store.pools().resume(pool, "");
          paused.remove(pool);
        }
        case 2 -> limitPool(store, pool, Optional.of(1 + random.nextInt(MOST)));
        case 3 -> limitPool(store, pool, Optional.empty());
        case 4 -> limitFlow(store, kinds.get(random.nextInt(kinds.size())).name(), random);
        default -> changeWorker(store, random);
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private void pause(RunStore store, String pool) {
    store.pools().pause(pool, "ann", "later");
    paused.put(pool, "ann");
  }

  private void limitPool(RunStore store, String pool, Optional<Integer> most) {
    store.pools().limit(pool, most);
    most.ifPresentOrElse(n -> pooled.put(pool, n), () -> pooled.remove(pool));
  }

  private void limitFlow(RunStore store, String flow, Random random) {
    if (random.nextInt(4) == 0) {
      store.limits().delete(RunLimit.Scope.FLOW, flow, "");
      limits.remove(flow);
    } else {
      set(store, RunLimit.Scope.FLOW, flow, 1 + random.nextInt(MOST));
    }
  }

  /** Drains a worker, or lets it come back with another offer. */
  private void changeWorker(RunStore store, Random random) {
    List<String> ids = List.copyOf(workers.keySet());
    if (ids.isEmpty()) {
      return;
    }
    String id = ids.get(random.nextInt(ids.size()));
    if (random.nextBoolean()) {
      add(store, id, random);
    } else {
      store.workers().drain(id, "");
      Worker now = worker(id);
      workers.put(id, new Worker(id, now.name(), now.offer(), true));
    }
  }

  /** Takes away what was set, so that the next history finds nothing. */
  void end(RunStore store) {
    for (String name : limits.keySet()) {
      store.limits().delete(RunLimit.Scope.TAG, name, "");
      store.limits().delete(RunLimit.Scope.FLOW, name, "");
    }
    workers.keySet().forEach(store.workers()::end);
  }
}
