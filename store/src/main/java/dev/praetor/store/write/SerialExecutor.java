package dev.praetor.store.write;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs actions one after another, on one of a few platform threads, which the bodies of tasks do
 * not use, or on the caller's. Actions must not throw. Thread-safe.
 */
final class SerialExecutor {
  private static final int FEWEST = 4;
  private static final Executor THREADS =
      Executors.newFixedThreadPool(
          Math.max(FEWEST, Runtime.getRuntime().availableProcessors()),
          Thread.ofPlatform().daemon().name("store-encoder-", 0).factory());
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  void add(Runnable action) {
    waiting.add(action);
    if (open.getAndIncrement() == 0) {
      THREADS.execute(this::work);
    }
  }

  /** Runs an action in this thread, unless others wait or run; returns whether it did. */
  boolean tryToRun(Runnable action) {
    if (!open.compareAndSet(0, 1)) {
      return false;
    }
    action.run();
    if (open.decrementAndGet() > 0) {
      THREADS.execute(this::work);
    }
    return true;
  }

  private void work() {
    do {
      Runnable next = waiting.poll();
      if (next != null) {
        next.run();
      }
    } while (open.decrementAndGet() > 0);
  }
}
