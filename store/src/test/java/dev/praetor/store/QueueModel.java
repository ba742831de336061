package dev.praetor.store;

import static java.util.Comparator.comparing;

import dev.praetor.RunId;
import dev.praetor.engine.task.Placement;
import dev.praetor.store.model.WaitReason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the queue, written down a second time and without a database: what a process claims,
 * and why a run waits. Holds for a moment at which no process does anything.
 *
 * @param waiting the runs that wait
 * @param held those of them that are held back
 * @param inProgress the runs in progress
 * @param servers the processes without a worker that are alive, with the number of their slots
 * @param serverName the name that all of them have
 */
record QueueModel(
    QueueWorld world,
    Instant now,
    List<QueueLedger.Submitted> waiting,
    Set<RunId> held,
    List<InProgress> inProgress,
    Map<String, Integer> servers,
    String serverName) {
  private static final int MOST_HOLDERS = 10;
  private static final Comparator<QueueLedger.Submitted> ORDER =
      comparing(QueueLedger.Submitted::priority, Comparator.reverseOrder())
          .thenComparing(QueueLedger.Submitted::due)
          .thenComparing(QueueLedger.Submitted::created)
          .thenComparing(run -> run.run().toString());

  /**
   * A run in progress.
   *
   * @param process the process that owns it
   * @param alive true if that process is alive
   */
  record InProgress(QueueLedger.Submitted run, String process, boolean alive) {}

  /**
   * A process that claims runs.
   *
   * @param worker its worker, if it has one
   * @param isolated true if it takes only runs that get a process of their own
   */
  record Client(Optional<String> worker, boolean isolated) {}

  private Optional<Placement> placement(QueueLedger.Submitted run) {
    return world.kind(run.flow()).placement();
  }

  /** Returns this moment with a single run that waits. */
  QueueModel withOnly(QueueLedger.Submitted run) {
    return new QueueModel(world, now, List.of(run), held, inProgress, servers, serverName);
  }

  int running(String flow) {
    return (int) inProgress.stream().filter(each -> each.run().flow().equals(flow)).count();
  }

  long runningInPool(String pool) {
    return inProgress.stream()
        .filter(each -> placement(each.run()).filter(at -> at.pool().equals(pool)).isPresent())
        .count();
  }

  private long runningAt(String worker) {
    return inProgress.stream()
        .filter(each -> world.workerOf(each.process()).equals(Optional.of(worker)))
        .count();
  }

  /** Returns whether a process may have anything to do with the runs of a flow now. */
  private boolean fits(Client client, QueueLedger.Submitted run) {
    Optional<Placement> placement = placement(run);
    if (client.worker().isEmpty() || placement.isEmpty()) {
      return client.worker().isEmpty() && placement.isEmpty();
    }
    QueueWorld.Worker worker = world.worker(client.worker().get());
    return !worker.draining()
        && worker.takes(placement.get())
        && !world.isPaused(placement.get().pool())
        && placement.get().isolated() == client.isolated();
  }

  /** Returns the runs that a process claims now, in their order. */
  List<RunId> claims(Client client, int most) {
    long free =
        client
            .worker()
            .map(id -> Math.min(most, world.worker(id).offer().slots() - runningAt(id)))
            .orElse((long) most);
    Map<String, Integer> taken = new HashMap<>();
    List<RunId> claims = new ArrayList<>();
    for (QueueLedger.Submitted run : waiting.stream().sorted(ORDER).toList()) {
      Optional<String> pool = placement(run).map(Placement::pool);
      boolean isRoom =
          claims.size() < free
              && hasRoom(world.limit(run.flow()), running(run.flow()), taken.get(run.flow()))
              && (pool.isEmpty()
                  || hasRoom(
                      world.limitOfPool(pool.get()),
                      runningInPool(pool.get()),
                      taken.get(pool.get())));
      if (isRoom && mayStart(run) && fits(client, run)) {
        claims.add(run.run());
        taken.merge(run.flow(), 1, Integer::sum);
        pool.ifPresent(name -> taken.merge(name, 1, Integer::sum));
      }
    }
    return claims;
  }

  private static boolean hasRoom(Optional<Integer> limit, long running, @Nullable Integer taken) {
    return limit.isEmpty() || running + (taken == null ? 0 : taken) < limit.get();
  }

  /** Returns the runs that a process would resume now, as their owners have ended. */
  Set<RunId> lost(Client client) {
    Set<RunId> lost = new HashSet<>();
    for (InProgress each : inProgress) {
      if (!each.alive() && fits(client, each.run())) {
        lost.add(each.run().run());
      }
    }
    return lost;
  }

  /** Returns whether a worker needs a process for the runs that share one. */
  boolean needsRunner(String worker) {
    Client shared = new Client(Optional.of(worker), false);
    return waiting.stream().anyMatch(run -> mayStart(run) && fits(shared, run))
        || inProgress.stream().anyMatch(each -> fits(shared, each.run()));
  }

  /** Returns the number of runs for a worker that get a process of their own, and have none. */
  int isolatedWithoutProcess(String worker) {
    Client own = new Client(Optional.of(worker), true);
    long runs = waiting.stream().filter(run -> mayStart(run) && fits(own, run)).count();
    return (int) runs + lost(own).size();
  }

  private boolean mayStart(QueueLedger.Submitted run) {
    return !held.contains(run.run()) && !run.due().isAfter(now);
  }

  /** Returns why a run waits. */
  List<WaitReason> reasons(QueueLedger.Submitted run) {
    List<WaitReason> reasons = new ArrayList<>();
    if (run.due().isAfter(now)) {
      reasons.add(new WaitReason.NotDue(run.due()));
    }
    if (held.contains(run.run())) {
      reasons.add(new WaitReason.Held("ann", "later"));
    }
    placement(run).ifPresentOrElse(at -> placed(at, reasons), () -> served(run, reasons));
    Optional<Integer> limit = world.limit(run.flow());
    List<RunId> holders =
        inProgress.stream()
            .map(InProgress::run)
            .filter(each -> each.flow().equals(run.flow()))
            .sorted(
                comparing(QueueLedger.Submitted::created)
                    .thenComparing(each -> each.run().toString()))
            .map(QueueLedger.Submitted::run)
            .toList();
    if (limit.isPresent() && holders.size() >= limit.get()) {
      reasons.add(
          new WaitReason.FlowLimit(
              limit.get(), holders.subList(0, Math.min(MOST_HOLDERS, holders.size()))));
      long before = waiting.stream().filter(other -> isBefore(other, run)).count();
      if (before > 0) {
        reasons.add(new WaitReason.Behind((int) before + 1));
      }
    }
    return reasons;
  }

  private boolean isBefore(QueueLedger.Submitted other, QueueLedger.Submitted run) {
    return other.flow().equals(run.flow())
        && !held.contains(other.run())
        && !other.due().isAfter(now)
        && ORDER.compare(other, run) < 0;
  }

  private void placed(Placement at, List<WaitReason> reasons) {
    if (world.isPaused(at.pool())) {
      reasons.add(new WaitReason.PoolPaused(at.pool(), "ann", "later"));
    }
    List<QueueWorld.Worker> live =
        world.workers().stream()
            .filter(worker -> !worker.draining())
            .sorted(comparing(QueueWorld.Worker::name))
            .toList();
    List<QueueWorld.Worker> fitting = live.stream().filter(worker -> worker.takes(at)).toList();
    if (fitting.isEmpty()) {
      reasons.add(new WaitReason.NoFittingWorker(at.pool(), lacking(at, live)));
    } else if (fitting.stream()
        .allMatch(worker -> runningAt(worker.id()) >= worker.offer().slots())) {
      reasons.add(
          new WaitReason.WorkersFull(fitting.stream().map(QueueWorld.Worker::name).toList()));
    }
    world
        .limitOfPool(at.pool())
        .filter(most -> runningInPool(at.pool()) >= most)
        .ifPresent(most -> reasons.add(new WaitReason.PoolLimit(at.pool(), most)));
  }

  private static List<String> lacking(Placement at, List<QueueWorld.Worker> live) {
    Set<String> lacking = new TreeSet<>(at.needs());
    live.stream()
        .filter(worker -> worker.offer().pools().contains(at.pool()))
        .forEach(worker -> worker.offer().labels().forEach(lacking::remove));
    return lacking.isEmpty() ? at.needs() : List.copyOf(lacking);
  }

  private void served(QueueLedger.Submitted run, List<WaitReason> reasons) {
    if (servers.isEmpty()) {
      reasons.add(new WaitReason.NoWorker(run.flow()));
    } else if (servers.entrySet().stream().allMatch(server -> isFull(server))) {
      reasons.add(
          new WaitReason.WorkersFull(servers.keySet().stream().map(_ -> serverName).toList()));
    }
  }

  private boolean isFull(Map.Entry<String, Integer> server) {
    return inProgress.stream().filter(each -> each.process().equals(server.getKey())).count()
        >= server.getValue();
  }
}
