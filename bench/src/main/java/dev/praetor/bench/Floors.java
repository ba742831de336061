package dev.praetor.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** The floors of the system's figures: the same work on bare virtual threads. */
final class Floors {
  private static final int IN_FLIGHT = 1_000;

  private Floors() {}

  /**
   * Runs bodies that only count, each on a virtual thread of its own, at most 1,000 concurrently.
   */
  static long flat(int bodies) throws InterruptedException {
    AtomicLong counter = new AtomicLong();
    Semaphore slots = new Semaphore(IN_FLIGHT);
    CountDownLatch done = new CountDownLatch(bodies);
    Thread.ofVirtual()
        .start(() -> {
          for (int i = 0; i < bodies; i++) {
            slots.acquireUninterruptibly();
            Thread.ofVirtual()
                .start(() -> {
                  counter.incrementAndGet();
                  slots.release();
                  done.countDown();
                });
          }
        });
    done.await();
    return counter.get();
  }

  /** Runs bodies one after the other, each on a virtual thread of its own. */
  static int chain(int bodies, Runnable body) throws InterruptedException {
    for (int i = 0; i < bodies; i++) {
      Thread.ofVirtual().start(body).join();
    }
    return bodies;
  }
}
