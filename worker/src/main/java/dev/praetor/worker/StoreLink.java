package dev.praetor.worker;

import dev.praetor.store.RunStore;
import dev.praetor.store.db.ProcessId;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOrders;
import dev.praetor.store.queue.WorkerDesk;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.signal.Topic;
import dev.praetor.store.worker.NewWorker;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The connection of a worker that has the store open. Thread-safe. */
public final class StoreLink implements WorkerLink {
  private final RunStore store;
  private final WorkerDesk desk;
  private final List<Subscription> listening = new CopyOnWriteArrayList<>();

  public StoreLink(RunStore store) {
    this.store = store;
    this.desk = store.workerDesk();
  }

  @Override
  public String join(WorkerIdentity worker, boolean drains) {
    store.versions().join(worker.version());
    return store
        .workers()
        .add(
            new NewWorker(
                worker.id(),
                worker.name(),
                worker.offer(),
                ProcessId.current(),
                worker.version(),
                drains));
  }

  @Override
  public WorkerOrders report(WorkerIdentity worker, StoredWorker.Report report) {
    return desk.report(worker.id(), report);
  }

  @Override
  public void listen(WorkerIdentity worker, Runnable changed) {
    for (Topic topic : List.of(Topic.QUEUE, Topic.OWNERS, Topic.WORKERS)) {
      listening.add(store.signals().listen(topic, changed));
    }
  }

  @Override
  public void died(WorkerIdentity worker, long pid, String how) {
    store.workers().died(worker.id(), pid, how);
  }

  @Override
  public void drain(WorkerIdentity worker) {
    store.workers().drain(worker.id(), worker.name());
  }

  @Override
  public void leave(WorkerIdentity worker) {
    store.workers().end(worker.id());
  }

  @Override
  public void close() {
    listening.forEach(Subscription::close);
    listening.clear();
  }
}
