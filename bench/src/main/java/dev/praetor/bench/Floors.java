package dev.praetor.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** The least the same work can cost: bare virtual threads. */
final class Floors {
  private static final int IN_FLIGHT = 1_000;

  private Floors() {}

  /** So many bodies that count, each on a virtual thread of its own, 1,000 of them at a time. */
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

  /** Bodies one after the other, each on a virtual thread of its own. */
  static int chain(int bodies, Runnable body) throws InterruptedException {
    for (int i = 0; i < bodies; i++) {
      Thread.ofVirtual().start(body).join();
    }
    return bodies;
  }
}
