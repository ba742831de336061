package dev.praetor.embedded.serve;

import dev.praetor.embedded.run.Door;
import dev.praetor.embedded.run.KnownFlows;
import dev.praetor.embedded.run.RunsInProgress;
import dev.praetor.embedded.run.RunsWaitingHere;
import dev.praetor.engine.Timekeeper;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.WaitReason;
import dev.praetor.store.signal.Rounds;
import dev.praetor.store.signal.Subscription;
import dev.praetor.store.signal.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
  private final RunsWaitingHere waiting;
  private final RunClaimer claimer;
  private final BoundRunStarter bound;
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
  private final List<Subscription> listening = new ArrayList<>();
  private boolean started;

  /** The runs of a process: its flows, and the runs that wait and are in progress in it. */
  public record Runs(KnownFlows flows, RunsWaitingHere waiting, RunsInProgress inProgress) {}

  /**
   * Creates the service, which does not begin yet.
   *
   * @param waits called when the reasons of a run have changed that is bound to this process
   */
  public Serving(
      RunStore store, Door door, Runs runs, Timekeeper time, Consumer<List<WaitReason>> waits) {
    this.store = store;
    this.flows = runs.flows();
    this.waiting = runs.waiting();
    this.time = time;
    this.claimer = new RunClaimer(store, door, flows, runs.inProgress(), time);
    this.bound = new BoundRunStarter(store, waiting, runs.inProgress(), claimer, waits);
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
      listening.add(store.signals().listen(Topic.QUEUE, this::wake));
      listening.add(store.signals().listen(Topic.ENDS, this::roomChanged));
      listening.add(store.signals().listen(Topic.OWNERS, this::ownerLeft));
      rounds.request();
    }
  }

  private Duration round() {
    try {
      long now = System.nanoTime();
      boolean sweeps = now - nextSweep >= 0;
      if (sweeps) {
        nextSweep = now + store.sweep().toNanos();
        flows.forgetKeys();
      }
      boolean ended = ownersChanged.getAndSet(false) || store.ownersElsewhere().hasAnyEnded();
      if (ended || sweeps) {
        moreLost = !claimer.claimLost();
      }
      if (queueChanged.getAndSet(false) || ended || sweeps || now >= nextDue) {
        moreWait = true;
        boolean boundWait = bound.start();
        moreWait = claimer.startWaiting() || boundWait;
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
    return Stream.concat(
            store.queue().nextDue(flows.servedKeys()).stream(), waiting.nextDue(now).stream())
        .min(Comparator.naturalOrder())
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
    synchronized (this) {
      started = true;
      listening.forEach(Subscription::close);
      listening.clear();
    }
    rounds.close();
  }
}
