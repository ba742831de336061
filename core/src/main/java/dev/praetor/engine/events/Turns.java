package dev.praetor.engine.events;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
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
 *
 * <p>A thread whose code of an author has ended may take the turn itself, see {@link #takeHere}.
 * That saves handing the end over to another thread, which takes longer than most turns do.
 */
public final class Turns {
  private static final Duration PAUSE = Duration.ofMillis(10);
  private static final int MOST_IN_A_ROW = 64;
  static final int MOST_HERE = 1_024;

  /** A turn may write to a database; other turns are taken although some servers do not answer. */
  private static final int FEWEST = 4;

  private static final ExecutorService THREADS =
      EngineThreads.kept(
          "praetor-run-", Math.max(FEWEST, Runtime.getRuntime().availableProcessors()));

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
    if (status.compareAndSet(Status.REQUESTED, Status.ACTIVE)) {
      takeInARow(MOST_IN_A_ROW);
    }
  }

  /** Returns whether no turn is requested or taken. */
  boolean isIdle() {
    return status.get() == Status.IDLE;
  }

  /**
   * Takes a turn in this thread, which is about to end, if the owner has nothing else to do;
   * otherwise requests one. Nothing that code of an author has left behind in the thread is seen by
   * the turn, or by threads that it starts: it has the class loader of the engine's threads, and is
   * not interrupted.
   */
  void takeHere() {
    if (status.compareAndSet(Status.IDLE, Status.ACTIVE)) {
      Thread.currentThread().setContextClassLoader(ClassLoader.getSystemClassLoader());
      takeInARow(MOST_HERE);
    } else {
      request();
    }
  }

  /**
   * Takes turns while they are requested; after some, or an error, another thread takes the rest,
   * so that the turns of other owners come between.
   */
  private void takeInARow(int most) {
    boolean rests = false;
    try {
      for (int left = most; left > 0 && !rests; left--) {
        var _ = Thread.interrupted(); // Whoever was to be interrupted has ended.
        Headroom.await();
        turn.run();
        rests = left > 1 && rest();
      }
    } finally {
      if (!rests && !status.compareAndSet(Status.ACTIVE, Status.IDLE)) {
        status.set(Status.REQUESTED);
        start();
      }
    }
  }

  /** Ends a turn if no other one is requested; returns whether it has ended. */
  private boolean rest() {
    if (status.compareAndSet(Status.ACTIVE, Status.IDLE)) {
      return true;
    }
    status.set(Status.ACTIVE);
    return false;
  }
}
