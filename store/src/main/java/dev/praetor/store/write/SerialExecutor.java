package dev.praetor.store.write;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs actions one after another, on a virtual thread that exists only while there are actions.
 * Actions must not throw. Thread-safe.
 */
final class SerialExecutor {
  private final String name;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger open = new AtomicInteger();

  SerialExecutor(String name) {
    this.name = name;
  }

  void add(Runnable action) {
    waiting.add(action);
    if (open.getAndIncrement() == 0) {
      Thread.ofVirtual().name(name).start(this::work);
    }
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
