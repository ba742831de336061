package dev.praetor.cli.place;

import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerRunner;
import dev.praetor.store.model.WorkerState;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.query.condition.Condition;
import dev.praetor.store.query.condition.Operator;
import dev.praetor.store.query.condition.WorkerField;
import dev.praetor.store.worker.StoredPool;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The workers in a store that this process has open, once it is known which are alive. */
record StoreWorkers(RunStore store) implements WorkerBook {
  StoreWorkers {
    store.workers().settle();
  }

  @Override
  public List<KnownWorker> list(boolean all, int most) {
    Condition alive =
        new Condition.Compare(WorkerField.STATE, Operator.NEQ, WorkerState.ENDED.name());
    return read(PageRequest.where(all ? Condition.ALWAYS : alive).withFirst(most));
  }

  @Override
  public List<KnownWorker> named(String name) {
    return read(PageRequest.where(Condition.is(WorkerField.NAME, name)));
  }

  @Override
  public List<KnownWorker> findByPrefix(String idPrefix) {
    return read(
        PageRequest.where(new Condition.Compare(WorkerField.ID, Operator.LIKE, idPrefix + "%")));
  }

  private List<KnownWorker> read(PageRequest request) {
    return known(store.queries().workers(request).nodes());
  }

  private List<KnownWorker> known(List<StoredWorker> workers) {
    Map<String, Map<Long, Integer>> runs =
        store.queries().runsOfRunners(workers.stream().map(StoredWorker::id).toList());
    Map<String, List<String>> flows =
        store
            .registeredFlows()
            .ofPackages(
                workers.stream()
                    .flatMap(worker -> worker.report().runners().stream())
                    .map(WorkerRunner::code)
                    .distinct()
                    .toList());
    return workers.stream()
        .map(worker -> new KnownWorker(worker, runs.getOrDefault(worker.id(), Map.of()), flows))
        .toList();
  }

  @Override
  public KnownWorker drain(KnownWorker worker) {
    String id = worker.worker().id();
    store.workers().drain(id, CurrentUser.name());
    StoredWorker now = store.queries().workersById(List.of(id)).getOrDefault(id, worker.worker());
    return known(List.of(now)).getFirst();
  }

  @Override
  public void delete(String id) {
    store.workers().delete(id);
  }

  @Override
  public List<StoredPool> pools() {
    return store.pools().list();
  }

  @Override
  public StoredPool pause(String pool, String why) {
    store.pools().pause(pool, CurrentUser.name(), why);
    return store.pools().find(pool);
  }

  @Override
  public StoredPool resume(String pool) {
    boolean _ = store.pools().resume(pool, CurrentUser.name());
    return store.pools().find(pool);
  }

  @Override
  public StoredPool limit(String pool, Optional<Integer> most) {
    store.pools().limit(pool, most);
    return store.pools().find(pool);
  }

  @Override
  public void close() {
    store.close();
  }
}
