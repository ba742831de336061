package dev.praetor.worker;

import dev.praetor.ErrorCode;
import dev.praetor.PraetorException;
import dev.praetor.store.model.StoredWorker;
import dev.praetor.store.model.WorkerOrders;
import dev.praetor.store.signal.Rounds;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a runner for each package that runs need, on a thread of its own: starts it when a run is
 * due, starts it again when it died while runs need it, and ends it when it has been idle. It looks
 * right after a signal, at most twenty times a second: each run that is made is a signal, and most
 * need no other runner. Runs that a dead runner left are resumed by the next one. Thread-safe.
 */
public final class Worker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
  private static final Duration APART = Duration.ofMillis(50);

  private final WorkerIdentity self;
  private final WorkerLink link;
  private final WorkerLog log;
  private final Attempts attempts;
  private final Runners runners;
  private final Rounds rounds = new Rounds("praetor-worker", this::round);
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private final CompletableFuture<Void> ready = new CompletableFuture<>();
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Queue<Runners.Death> deaths = new ArrayDeque<>();
  private boolean joined;

  /** The time of the last round. */
  private long looked = System.nanoTime() - APART.toNanos();

  /**
   * Creates a worker and starts it.
   *
   * @param link its connection, which is closed with it
   * @param output gets each line that runners print, on threads of their own, with the name of this
   *     worker as {@code worker} in the logging context
   */
  public Worker(
      WorkerIdentity self,
      WorkerLink link,
      WorkerSettings settings,
      RunnerStarter starter,
      Consumer<String> output,
      InstantSource clock) {
    this.self = self;
    this.link = link;
    this.log = new WorkerLog(settings.secrets(), clock);
    this.attempts = new Attempts(log);
    this.runners =
        new Runners(
            self.id(),
            settings,
            starter,
            new Runners.Surroundings(
                log, line -> log.inContext(() -> output.accept(line)), rounds::request),
            clock);
    link.listen(
        self,
        () -> {
          attempts.hurry();
          rounds.request();
        });
    rounds.request();
  }

  /**
   * Returns the completion of the first introduction: the worker takes runs from then on.
   * Exceptional if it was refused, as {@link #drained} is.
   */
  public CompletableFuture<Void> ready() {
    return ready;
  }

  /**
   * Returns the completion of the order to end, which somebody gave to this worker. Exceptional if
   * it was refused for good: what it says of itself cannot be used, its version does not work
   * together with that of the others, or the server does not take its key, and the key cannot be
   * another one later.
   */
  public CompletableFuture<Void> drained() {
    return drained;
  }

  /** Returns the last lines of its log, oldest first. */
  public List<String> lastLines() {
    return log.lastLines();
  }

  private Duration round() {
    long since = System.nanoTime() - looked;
    if (since < APART.toNanos()) {
      return APART.minusNanos(since);
    }
    looked = System.nanoTime();
    try {
      runners.noteRetiring();
      runners.killHung();
      deaths.addAll(runners.reap());
      if (drained.isCompletedExceptionally()) {
        return Rounds.REST;
      }
      if (!attempts.isDue()) {
        return attempts.pause();
      }
      link.renewedKey().ifPresent(log::hide);
      if (!joined) {
        join();
      }
      tellDeaths();
      WorkerOrders orders = link.report(self, report());
      attempts.succeeded();
      if (!orders.known()) {
        log.warn("the worker was taken for dead, and introduces itself again");
        joined = false;
        return Duration.ZERO;
      }
      if (orders.drains()) {
        if (drained.complete(null)) {
          log.info("the worker is to end");
        }
        return Rounds.REST;
      }
      runners.endIdle(orders);
      return runners.start(orders);
    } catch (PraetorException e) {
      LOG.atDebug().setCause(e).log("there are no orders");
      if (isFinal(e)) {
        log.error(String.valueOf(e.getMessage()));
        ready.completeExceptionally(e);
        drained.completeExceptionally(e);
        return Rounds.REST;
      }
      return attempts.failed(e);
    }
  }

  /** Returns whether no later attempt of this worker can succeed. */
  private boolean isFinal(PraetorException e) {
    if (!ready.isDone()) {
      return e.code() != ErrorCode.UNAVAILABLE;
    }
    return Attempts.isOfKey(e)
        ? link.renewedKey().isEmpty()
        : !joined && e.code() == ErrorCode.CONFLICT;
  }

  /** Says how runners died; what cannot be said now is said later. */
  private void tellDeaths() {
    while (!deaths.isEmpty()) {
      Runners.Death death = deaths.element();
      link.died(self, death.pid(), death.how());
      deaths.remove();
    }
  }

  private void join() {
    String name = link.join(self, false);
    joined = true;
    log.setWorker(name);
    ready.complete(null);
    if (name.equals(self.name())) {
      log.info("the worker is named '%s'".formatted(name));
    } else {
      log.warn(
          "a worker named '%s' is alive, so this one is named '%s'".formatted(self.name(), name));
    }
  }

  private StoredWorker.Report report() {
    return new StoredWorker.Report(runners.report(), log.lastLines());
  }

  /**
   * Ends the worker and its runners: they start nothing more, and their runs have the grace period
   * to end. What has not ended by then is resumed by another worker, or the next.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    rounds.close();
    attempt(() -> link.drain(self));
    deaths.addAll(runners.end(() -> attempt(() -> link.report(self, report()))));
    attempt(this::tellDeaths);
    attempt(() -> link.leave(self));
    link.close();
  }

  /** Says something, unless nobody can hear it: that the worker has ended shows without it. */
  private static void attempt(Runnable says) {
    try {
      says.run();
    } catch (PraetorException e) {
      LOG.atDebug().setCause(e).log("the end of the worker could not be recorded");
    }
  }
}
