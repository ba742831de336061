package dev.praetor.worker;

import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOrders;
import java.util.Optional;

/**
 * The connection of a worker to the store of its runs, or to a server. Its methods throw {@link
 * dev.praetor.PraetorException} with {@code UNAVAILABLE} while that is away. Thread-safe.
 */
public interface WorkerLink extends AutoCloseable {
  /**
   * Introduces the worker.
   *
   * @param drains true if it takes no runs
   * @return the name that it has: another worker of the same name may be alive
   */
  String join(WorkerIdentity worker, boolean drains);

  /** Reports what the worker runs, and returns what it has to do. */
  WorkerOrders report(WorkerIdentity worker, StoredWorker.Report report);

  /** Calls a listener whenever other orders may be had, on a thread that it must not block. */
  void listen(WorkerIdentity worker, Runnable changed);

  /**
   * Says how a runner died, so that its runs say it too.
   *
   * @param pid the number of its process
   * @param how the end of the process in words
   */
  void died(WorkerIdentity worker, long pid, String how);

  /** Says that the worker takes no more runs. */
  void drain(WorkerIdentity worker);

  /** Says that the worker has ended. */
  void leave(WorkerIdentity worker);

  /**
   * Returns the key that is used now, if it is read again for each request, so that another one can
   * take its place while the worker runs; empty if only a new start brings another key.
   */
  default Optional<String> renewedKey() {
    return Optional.empty();
  }

  /** Ends the calls of the listener. */
  @Override
  void close();
}
