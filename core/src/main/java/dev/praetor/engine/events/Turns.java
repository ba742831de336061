package dev.praetor.engine.events;

import java.time.Duration;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets an owner take turns on the engine's threads: never two turns at the same time, each after a
 * request, and another one if a request arrives during a turn. What a turn has written, the next
 * one sees. Thread-safe.
 *
 * <p>The engine's threads are a few platform threads of its own. They run no code of authors, so
 * that turns are taken although bodies keep all processors busy; and a run that waits holds none of
 * them, so that a thousand runs are cheap.
 */
public final class Turns {
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int FEWEST = 2;
  private static final int MOST = 256;
  private static final ForkJoinPool THREADS =
      new ForkJoinPool(
          Math.max(FEWEST, Runtime.getRuntime().availableProcessors()),
          pool -> {
            var thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
            thread.setName("praetor-run-" + thread.getPoolIndex());
            return thread;
          },
          null,
          true,
          0,
          MOST,
          1,
          _ -> true,
          10,
          TimeUnit.SECONDS);

  private enum Status {
    IDLE,
    REQUESTED,
    ACTIVE,
    AGAIN
  }

  private final AtomicReference<Status> status = new AtomicReference<>(Status.IDLE);
  private final Runnable turn;
  private final Runnable take = this::take;

  /**
   * Creates an owner without requests.
   *
   * @param turn takes a turn; must not throw
   */
  public Turns(Runnable turn) {
    this.turn = turn;
  }

  /** Requests a turn. */
  public void request() {
    while (true) {
      switch (status.get()) {
        case REQUESTED, AGAIN -> {
          return;
        }
        case IDLE -> {
          if (status.compareAndSet(Status.IDLE, Status.REQUESTED)) {
            start();
            return;
          }
        }
        case ACTIVE -> {
          if (status.compareAndSet(Status.ACTIVE, Status.AGAIN)) {
            return;
          }
        }
      }
    }
  }

  /** Starts a requested turn; where memory for a thread is missing, as soon as there is some. */
  private void start() {
    while (true) {
      try {
        THREADS.execute(take);
        return;
      } catch (OutOfMemoryError noThread) {
        // A request that was made and not started would be the last one of its owner.
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Takes the requested turn, unless an earlier try to start it has led to it. */
  private void take() {
    if (!status.compareAndSet(Status.REQUESTED, Status.ACTIVE)) {
      return;
    }
    try {
      turn.run();
    } finally {
      if (!status.compareAndSet(Status.ACTIVE, Status.IDLE)) {
        status.set(Status.REQUESTED);
        start();
      }
    }
  }

  /**
   * Does work of a turn that may block, for example on a disk; another thread takes the turns of
   * other owners meanwhile.
   */
  public static void block(Runnable work) {
    try {
      ForkJoinPool.managedBlock(
          new ForkJoinPool.ManagedBlocker() {
            private boolean done;

            @Override
            public boolean block() {
              work.run();
              done = true;
              return true;
            }

            @Override
            public boolean isReleasable() {
              return done;
            }
          });
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the engine's threads", e);
    }
  }
}
