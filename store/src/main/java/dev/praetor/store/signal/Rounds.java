package dev.praetor.store.signal;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds of work on a thread of its own, which starts with the first request. A round begins when
 * it is requested, and otherwise after the time that the last round has returned. Requests that
 * come together make one round. Thread-safe.
 */
public final class Rounds implements AutoCloseable {
  /** The answer of a round after which there is nothing to do until a round is requested. */
  public static final Duration REST = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
  private final String name;
  private final Supplier<Duration> round;
  private final Semaphore requests = new Semaphore(0);
  private volatile @Nullable Thread thread;
  private volatile boolean closed;

  /**
   * Creates rounds that have not begun.
   *
   * @param name the name of the thread
   * @param round the work; returns the longest time until the next round
   */
  public Rounds(String name, Supplier<Duration> round) {
    this.name = name;
    this.round = round;
  }

  /** Requests a round; a round in progress does not count. */
  public void request() {
    if (requests.availablePermits() == 0) {
      requests.release();
    }
    start();
  }

  private void start() {
    if (thread == null) {
      startOnce();
    }
  }

  private synchronized void startOnce() {
    if (thread == null && !closed) {
      thread = Thread.ofPlatform().name(name).daemon().start(this::work);
    }
  }

  private void work() {
    try {
      Duration longest = Duration.ZERO;
      while (!closed) {
        if (requests.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS)) {
          requests.drainPermits();
        }
        longest = closed ? REST : next();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Duration next() {
    try {
      return round.get();
    } catch (OutOfMemoryError e) {
      return AFTER_FAILURE; // A line about it would need memory too.
    } catch (RuntimeException | Error e) {
      LOG.atWarn().setCause(e).log("a round of {} failed; it is repeated", name);
      return AFTER_FAILURE;
    }
  }

  /** Ends the rounds, and waits for the one in progress. */
  @Override
  public void close() {
    Thread working;
    synchronized (this) {
      closed = true;
      working = thread;
    }
    requests.release();
    if (working != null && working != Thread.currentThread()) {
      try {
        if (!working.join(CLOSE_TIMEOUT)) {
          working.interrupt();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
