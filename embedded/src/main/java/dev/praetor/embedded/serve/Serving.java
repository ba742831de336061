package dev.praetor.embedded.serve;

import dev.praetor.embedded.run.KnownFlows;
import dev.praetor.embedded.run.RunsInProgress;
import dev.praetor.engine.Timekeeper;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.signal.Rounds;
import dev.praetor.store.signal.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts waiting runs and resumes lost ones, on a thread of its own. It is woken when a run waits,
 * when a waiting run is due, when there is room for a run for which there was none, and when a
 * process has ended; now and then it looks by itself. Thread-safe.
 */
public final class Serving implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  /** The time between two questions to the kernel whether the other processes here still run. */
  private static final Duration NEIGHBOURS = Duration.ofMillis(250);

  private final RunStore store;
  private final KnownFlows flows;
  private final RunClaimer claimer;
  private final Timekeeper time;
  private final Rounds rounds = new Rounds("praetor-serving", this::round);

  /** Something that concerns waiting runs has changed. */
  private final AtomicBoolean queueChanged = new AtomicBoolean(true);

  /** A process may have ended. */
  private final AtomicBoolean ownersChanged = new AtomicBoolean(true);

  /** More runs may be waiting than there was room for. Set before a round looks for them. */
  private volatile boolean moreWait = true;

  /** More runs were lost than there were slots for. */
  private volatile boolean moreLost;

  private long nextSweep = System.nanoTime();
  private long nextDue = Long.MAX_VALUE;
  private boolean started;

  public Serving(RunStore store, KnownFlows flows, RunsInProgress inProgress, Timekeeper time) {
    this.store = store;
    this.flows = flows;
    this.time = time;
    this.claimer = new RunClaimer(store, flows, inProgress, time);
  }

  /** Looks for runs to start, because one waits. */
  public void wake() {
    queueChanged.set(true);
    request();
  }

  /** Looks for runs to start if there was no room for all; called when a run has ended. */
  public void roomChanged() {
    if (moreLost) {
      ownersChanged.set(true);
    }
    if (moreWait || moreLost) {
      wake();
    }
  }

  private void ownerLeft() {
    ownersChanged.set(true);
    request();
  }

  private synchronized void request() {
    if (started) {
      rounds.request();
    }
  }

  /** Begins to serve; does nothing if it has begun. */
  public synchronized void start() {
    if (!started) {
      started = true;
      var _ = store.signals().listen(Topic.QUEUE, this::wake);
      var _ = store.signals().listen(Topic.ENDS, this::roomChanged);
      var _ = store.signals().listen(Topic.OWNERS, this::ownerLeft);
      rounds.request();
    }
  }

  private Duration round() {
    try {
      long now = System.nanoTime();
      boolean sweeps = now - nextSweep >= 0;
      if (sweeps) {
        nextSweep = now + store.sweep().toNanos();
      }
      if (ownersChanged.getAndSet(false) || sweeps || store.ownersElsewhere().hasAnyEnded()) {
        moreLost = !claimer.claimLost();
      }
      if (queueChanged.getAndSet(false) || sweeps || now >= nextDue) {
        moreWait = true;
        moreWait = claimer.startWaiting();
        nextDue = untilDue();
      }
    } catch (StoreFailed e) {
      LOG.atDebug().setCause(e).log("the store is not available; this is retried");
      queueChanged.set(true);
      ownersChanged.set(true);
      return NEIGHBOURS;
    }
    return untilNext();
  }

  private long untilDue() {
    Instant now = time.instant();
    return store
        .queue()
        .nextDue(flows.servedNames())
        .map(due -> Duration.between(now, due))
        .filter(left -> left.compareTo(store.sweep()) < 0)
        .map(left -> System.nanoTime() + left.toNanos())
        .orElse(Long.MAX_VALUE);
  }

  private Duration untilNext() {
    long now = System.nanoTime();
    long left = Math.min(nextSweep - now, nextDue == Long.MAX_VALUE ? nextDue : nextDue - now);
    if (store.ownersElsewhere().hasNeighbours()) {
      left = Math.min(left, NEIGHBOURS.toNanos());
    }
    return Duration.ofNanos(Math.max(0, left));
  }

  /** Ends; a round in progress is completed. */
  @Override
  public void close() {
    rounds.close();
  }
}
