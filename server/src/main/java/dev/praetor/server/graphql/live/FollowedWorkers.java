package dev.praetor.server.graphql.live;

import dev.praetor.server.live.Change;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOffer;
import dev.praetor.store.model.WorkerState;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.WorkerField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The workers that one caller follows, as the caller knows them. Used by one thread. */
final class FollowedWorkers {
  private static final int MOST = 1_000;
  private static final PageRequest ALIVE =
      PageRequest.where(
              new Condition.Compare(WorkerField.STATE, Operator.NEQ, WorkerState.ENDED.name()))
          .withFirst(MOST);

  private final StoreQueries queries;
  private final Map<String, Seen> told = new HashMap<>();

  FollowedWorkers(StoreQueries queries) {
    this.queries = queries;
  }

  /** The facts about a worker that callers see, without its heartbeat. */
  private record Seen(
      WorkerState state, WorkerOffer offer, StoredWorker.Report report, Map<Long, Integer> runs) {}

  /** Returns whether a worker may differ after a change. */
  static boolean areConcerned(Change change) {
    return change.workers() || change.more() || !change.runs().isEmpty();
  }

  /**
   * Returns the workers that differ from what the caller knows, oldest first, after workers that it
   * believes to be alive and that have ended. From now on it knows of them.
   */
  List<StoredWorker> changed() {
    List<StoredWorker> alive = queries.workers(ALIVE).nodes().reversed();
    List<StoredWorker> all = new ArrayList<>(ended(alive));
    all.addAll(alive);
    Map<String, Map<Long, Integer>> runs =
        queries.runsOfRunners(all.stream().map(StoredWorker::id).toList());
    List<StoredWorker> changed =
        all.stream()
            .filter(worker -> differs(worker, runs.getOrDefault(worker.id(), Map.of())))
            .toList();
    told.values().removeIf(seen -> seen.state() == WorkerState.ENDED);
    return changed;
  }

  /** Returns the workers that the caller believes to be alive, and that are not. */
  private List<StoredWorker> ended(List<StoredWorker> alive) {
    Set<String> gone = new HashSet<>(told.keySet());
    alive.forEach(worker -> gone.remove(worker.id()));
    List<StoredWorker> ended = new ArrayList<>(queries.workersById(List.copyOf(gone)).values());
    told.keySet().removeAll(gone);
    return ended;
  }

  private boolean differs(StoredWorker worker, Map<Long, Integer> runs) {
    Seen now = new Seen(worker.state(), worker.offer(), worker.report(), runs);
    return !now.equals(told.put(worker.id(), now));
  }
}
