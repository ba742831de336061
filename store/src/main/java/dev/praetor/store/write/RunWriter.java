package dev.praetor.store.write;

import dev.praetor.store.model.StoreFailed;

/**
 * Takes the jobs that concern the runs of this process: writes them to a database, or sends them to
 * a server that does. Thread-safe.
 */
public interface RunWriter {
  /** Receives the events of a writer that concern the runs of this process. Thread-safe. */
  interface Events {
    Events NONE =
        new Events() {
          @Override
          public void leaseRenewedLate() {}

          @Override
          public void broken(StoreFailed why) {}
        };

    /** Called after a heartbeat that came so late that runs may have been claimed meanwhile. */
    void leaseRenewedLate();

    /** Called when nothing can be written any more. */
    void broken(StoreFailed why);
  }

  /** Sets the receiver of events. */
  void notify(Events receiver);

  /**
   * Adds a job to the queue; jobs are done in the order of the queue.
   *
   * @throws StoreFailed if this writer is closed
   */
  void add(Job job);

  /**
   * Writes a batch in this thread, if no other job waits and nothing else is in the way; otherwise
   * adds it to the queue.
   */
  default void writeOrAdd(Job.Append job) {
    add(job);
  }

  /**
   * Refuses to go on if this writer is closed.
   *
   * @throws StoreFailed if nothing can be written any more
   */
  void refuseIfClosed();

  /** Returns the slots of limited tags that the runs of this process hold or wait for. */
  SlotBook slots();

  /** Returns the name of the store, as it is shown to users. */
  String store();

  /** Returns whether a thread that writes keeps its processor. */
  boolean keepsProcessor();

  /** Returns whether no other process can have claimed a run of this one. */
  boolean holdsLease();
}
