package dev.praetor.store.queue;

import dev.praetor.RunId;
import dev.praetor.engine.task.Placement;
import dev.praetor.store.db.QueryRunner;
import dev.praetor.store.model.WaitReason;
import dev.praetor.store.worker.Fit;
import dev.praetor.store.worker.LiveWorkers;
import dev.praetor.store.worker.Pools;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Explains why no worker starts a run of a registered flow, by the conditions with which workers
 * claim runs. Thread-safe.
 */
record PlacementReasons(QueryRunner query, Pools pools) {
  /** Returns the reasons; none if a worker starts the run as soon as nothing else keeps it. */
  List<WaitReason> of(RunId run, String code, Placement placement) {
    List<WaitReason> reasons = new ArrayList<>();
    if (!isPackageThere(run)) {
      reasons.add(new WaitReason.PackageGone(code));
    }
    pools
        .pause(placement.pool())
        .ifPresent(pause ->
            reasons.add(new WaitReason.PoolPaused(placement.pool(), pause.by(), pause.why())));
    List<LiveWorkers.Live> live = new LiveWorkers(query).all();
    List<LiveWorkers.Live> fitting =
        live.stream().filter(worker -> fits(run, Fit.of(worker.offer()))).toList();
    if (fitting.isEmpty()) {
      reasons.add(new WaitReason.NoFittingWorker(placement.pool(), lacking(placement, live)));
    } else if (fitting.stream().allMatch(LiveWorkers.Live::isFull)) {
      reasons.add(
          new WaitReason.WorkersFull(fitting.stream().map(LiveWorkers.Live::name).toList()));
    }
    pools
        .reached(placement.pool())
        .ifPresent(limit -> reasons.add(new WaitReason.PoolLimit(placement.pool(), limit)));
    return reasons;
  }

  private boolean isPackageThere(RunId run) {
    return meets(run, NeededCode.PACKAGE_THERE, List.of());
  }

  private boolean fits(RunId run, Fit fit) {
    return meets(run, fit.condition(), fit.bound());
  }

  private boolean meets(RunId run, String condition, List<Object> values) {
    List<Object> bound = new ArrayList<>(List.of(run.toString()));
    bound.addAll(values);
    return query
        .first("SELECT 1 FROM flow_run WHERE id = ? AND " + condition, bound, row -> true)
        .isPresent();
  }

  /** Returns the labels that no live worker of the pool has; all, if each is had by some worker. */
  private static List<String> lacking(Placement placement, List<LiveWorkers.Live> live) {
    Set<String> had = new HashSet<>();
    live.stream()
        .filter(worker -> worker.offer().pools().contains(placement.pool()))
        .forEach(worker -> had.addAll(worker.offer().labels()));
    List<String> lacking =
        placement.needs().stream().filter(label -> !had.contains(label)).toList();
    return lacking.isEmpty() ? placement.needs() : lacking;
  }
}
