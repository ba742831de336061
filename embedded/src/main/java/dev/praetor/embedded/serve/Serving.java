package dev.praetor.embedded.serve;

import dev.praetor.embedded.run.KnownFlows;
import dev.praetor.embedded.run.RunsInProgress;
import dev.praetor.engine.Timekeeper;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreFailed;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts waiting runs and resumes lost ones, on a thread of its own. Thread-safe. */
public final class Serving implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);
  private static final Duration SWEEP = Duration.ofSeconds(1);
  private static final Duration TAKE_OVER = Duration.ofSeconds(2);

  private final RunStore store;
  private final KnownFlows flows;
  private final RunClaimer claimer;
  private final Timekeeper time;
  private final Semaphore changes = new Semaphore(0);
  private final Thread thread =
      Thread.ofPlatform().name("praetor-serving").daemon().unstarted(this::work);
  private volatile boolean closed;
  private boolean started;

  public Serving(RunStore store, KnownFlows flows, RunsInProgress inProgress, Timekeeper time) {
    this.store = store;
    this.flows = flows;
    this.time = time;
    this.claimer = new RunClaimer(store, flows, inProgress, time);
  }

  /** Looks for runs to start, now and whenever something has changed. */
  public void wake() {
    changes.release();
  }

  /** Begins to serve; does nothing if it has begun. */
  public synchronized void start() {
    if (!started && !closed) {
      started = true;
      thread.start();
    }
  }

  private void work() {
    long nextTakeOver = System.nanoTime();
    while (!closed) {
      try {
        if (System.nanoTime() - nextTakeOver >= 0) {
          claimer.takeOver();
          nextTakeOver = System.nanoTime() + TAKE_OVER.toNanos();
        }
        claimer.startWaiting();
        await(untilDue());
      } catch (StoreFailed e) {
        LOG.atDebug().setCause(e).log("the store is not available; this is retried");
        await(SWEEP);
      }
    }
  }

  private Duration untilDue() {
    Optional<Instant> due = store.queue().nextDue(flows.servedNames());
    return due.map(at -> Duration.between(time.instant(), at))
        .filter(left -> left.compareTo(SWEEP) < 0)
        .orElse(SWEEP);
  }

  private void await(Duration longest) {
    try {
      if (changes.tryAcquire(Math.max(0, longest.toNanos()), TimeUnit.NANOSECONDS)) {
        changes.drainPermits();
      }
    } catch (InterruptedException e) {
      closed = true;
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (!started) {
        return;
      }
    }
    changes.release();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
