package dev.praetor.worker;

import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOrders;
import java.util.concurrent.atomic.AtomicInteger;

/** A link that counts the reports, and lets a test tell the worker that something changed. */
final class CountingLink implements WorkerLink {
  private final WorkerLink link;
  private final AtomicInteger reports = new AtomicInteger();
  private volatile Runnable changed = () -> {};

  CountingLink(WorkerLink link) {
    this.link = link;
  }

  /** Returns the number of reports. */
  int reports() {
    return reports.get();
  }

  /** Tells the worker that something changed. */
  void change() {
    changed.run();
  }

  @Override
  public String join(WorkerIdentity worker, boolean drains) {
    return link.join(worker, drains);
  }

  @Override
  public WorkerOrders report(WorkerIdentity worker, StoredWorker.Report report) {
    reports.incrementAndGet();
    return link.report(worker, report);
  }

  @Override
  public void listen(WorkerIdentity worker, Runnable listener) {
    changed = listener;
  }

  @Override
  public void died(WorkerIdentity worker, long pid, String how) {
    link.died(worker, pid, how);
  }

  @Override
  public void drain(WorkerIdentity worker) {
    link.drain(worker);
  }

  @Override
  public void leave(WorkerIdentity worker) {
    link.leave(worker);
  }

  @Override
  public void close() {
    link.close();
  }
}
