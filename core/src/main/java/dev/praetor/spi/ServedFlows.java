package dev.praetor.spi;

/**
 * Flows that this process serves: it starts and resumes their runs until it is closed. Returned by
 * {@code Praetor.serve}. Thread-safe.
 */
public interface ServedFlows extends AutoCloseable {
  /** Returns the place where the runs are recorded, as it is shown to users. */
  String where();

  /**
   * Waits until this is closed: by another thread, or because the process is told to end.
   *
   * @throws InterruptedException if this thread is interrupted; the flows are served further
   */
  void await() throws InterruptedException;

  /**
   * Serves the flows no more. Nothing more starts here; runs in progress have 30 seconds to end
   * unless another time was set, and what has not ended by then is resumed by the next process that
   * serves the flow. Does nothing if this is closed already.
   */
  @Override
  void close();
}
