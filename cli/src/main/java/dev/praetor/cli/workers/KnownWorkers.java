package dev.praetor.cli.workers;

import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.option.StoreArguments;
import dev.praetor.cli.place.PlaceOptions;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerState;
import dev.praetor.store.query.Condition;
import dev.praetor.store.query.Operator;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.StoreQueries;
import dev.praetor.store.query.WorkerField;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The workers of a store, as the commands find them. */
record KnownWorkers(RunStore store) {
  private static final int SHORTEST_ID = 4;

  KnownWorkers {
    store.workers().settle();
  }

  /**
   * Returns the options of the store that has the workers.
   *
   * @throws UsageException if a server is chosen
   */
  static StoreArguments store(PlaceOptions place, String command) {
    return place.storeOnly(
        command,
        "ask for workers and pools with praetor query, and change them with its mutations"
            + " drainWorker, deleteWorker and setPool");
  }

  /** Returns workers, the last that started first. */
  List<StoredWorker> list(boolean all, int most) {
    Condition alive =
        new Condition.Compare(WorkerField.STATE, Operator.NEQ, WorkerState.ENDED.name());
    PageRequest request = PageRequest.where(all ? Condition.ALWAYS : alive);
    return store.queries().workers(request.withFirst(most)).nodes();
  }

  /**
   * Returns the worker of a name, an id or the first characters of an id. Of several workers of a
   * name, the live worker is meant.
   *
   * @throws UsageException if there is none, or more than one
   */
  StoredWorker find(String given) {
    StoreQueries queries = store.queries();
    List<StoredWorker> named =
        queries.workers(PageRequest.where(Condition.is(WorkerField.NAME, given))).nodes();
    List<StoredWorker> alive =
        named.stream().filter(worker -> worker.state() != WorkerState.ENDED).toList();
    List<StoredWorker> found = alive.isEmpty() ? named : alive;
    if (found.isEmpty() && given.matches("[0-9a-f-]{" + SHORTEST_ID + ",36}")) {
      found =
          queries
              .workers(
                  PageRequest.where(
                      new Condition.Compare(WorkerField.ID, Operator.LIKE, given + "%")))
              .nodes();
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw new UsageException(
        found.isEmpty()
            ? "there is no worker '%s'; praetor workers list --all shows all".formatted(given)
            : "'%s' names %d workers; name one by its id: %s"
                .formatted(
                    given,
                    found.size(),
                    found.stream().map(StoredWorker::id).collect(Collectors.joining(", "))));
  }

  /** Returns the number of runs in progress of each process of workers. */
  Map<String, Map<Long, Integer>> runs(List<StoredWorker> workers) {
    return store.queries().runsOfRunners(workers.stream().map(StoredWorker::id).toList());
  }

  /** Returns the names of the flows of each package that the processes of workers have. */
  Map<String, List<String>> flows(List<StoredWorker> workers) {
    return store
        .registeredFlows()
        .ofPackages(
            workers.stream()
                .flatMap(worker -> worker.report().runners().stream())
                .map(runner -> runner.code())
                .distinct()
                .toList());
  }
}
