package dev.praetor.engine.local;

import dev.praetor.spi.ServedFlows;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Served flows that are closed when the process is told to end, if not before. Thread-safe. */
public final class UntilShutdown implements ServedFlows {
  private final String where;
  private final Runnable closing;
  private final Thread hook = new Thread(this::close, "praetor-shutdown");
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch closed = new CountDownLatch(1);

  private UntilShutdown(String where, Runnable closing) {
    this.where = where;
    this.closing = closing;
  }

  /**
   * Returns served flows.
   *
   * @param where the place where the runs are recorded
   * @param closing the action that ends them, which is taken once
   */
  public static ServedFlows of(String where, Runnable closing) {
    UntilShutdown served = new UntilShutdown(where, closing);
    Runtime.getRuntime().addShutdownHook(served.hook);
    return served;
  }

  @Override
  public String where() {
    return where;
  }

  @Override
  public void await() throws InterruptedException {
    closed.await();
  }

  @Override
  public void close() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    try {
      if (Thread.currentThread() != hook) {
        forget();
      }
      closing.run();
    } finally {
      closed.countDown();
    }
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shutdown) {
      // The hook runs, and finds that this is being closed.
    }
  }
}
