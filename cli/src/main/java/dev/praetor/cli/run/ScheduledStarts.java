package dev.praetor.cli.run;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.Occurrence;
import dev.praetor.RunId;
import dev.praetor.Schedule;
import dev.praetor.cli.terminal.CurrentUser;
import dev.praetor.cli.text.FailureReport;
import dev.praetor.cli.text.FlowPrinter;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.schedule.Overlap;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunOrder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.schedule.Take;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts the due runs of a schedule one after the other, as the schedule's overlap rule says, on a
 * thread of its own. Of the processes that share a store one makes each run. Thread-safe.
 */
final class ScheduledStarts {
  /** The time after which the runs of other processes are read again. */
  private static final long POLL_MILLIS = 250;

  private final Flow<?> flow;
  private final Schedule schedule;
  private final ScheduledRun.Factory runs;
  private final StoreSession history;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Thread starting = Thread.ofVirtual().name("schedule/starts").unstarted(this::work);

  /** Has a permit after a run of this process has ended, or this object was told to stop. */
  private final Semaphore changes = new Semaphore(0);

  /** The lock that guards the fields below, and announces their changes. */
  private final Object lock = new Object();

  private final Deque<Occurrence> waiting = new ArrayDeque<>();
  private final Map<RunId, Running> running = new LinkedHashMap<>();
  private final List<Thread> watching = new ArrayList<>();
  private boolean finishing;
  private boolean stopped;
  private @Nullable RuntimeException failure;

  private record Running(FlowRun<?> run, Instant at) {}

  ScheduledStarts(
      Flow<?> flow,
      Schedule schedule,
      ScheduledRun.Factory runs,
      StoreSession history,
      PrintWriter out,
      PrintWriter err) {
    this.flow = flow;
    this.schedule = schedule;
    this.runs = runs;
    this.history = history;
    this.out = out;
    this.err = err;
  }

  void begin() {
    starting.start();
  }

  /** Adds a due occurrence, whose run starts when those before it have started. */
  void add(Occurrence due) {
    synchronized (lock) {
      waiting.addLast(due);
      lock.notifyAll();
    }
  }

  /** Starts nothing more, and cancels the runs in progress. */
  void stop(String why) {
    synchronized (lock) {
      stopped = true;
      running.values().forEach(each -> each.run().cancel(why));
      lock.notifyAll();
    }
    changes.release();
  }

  boolean hasFailed() {
    synchronized (lock) {
      return failure != null;
    }
  }

  /** Waits until all due runs have been started and have ended, or rethrows why one could not. */
  void finish() throws InterruptedException {
    synchronized (lock) {
      finishing = true;
      lock.notifyAll();
    }
    starting.join();
    for (Thread thread : List.copyOf(watching)) {
      thread.join();
    }
    synchronized (lock) {
      if (failure != null) {
        throw failure;
      }
    }
  }

  private void work() {
    try {
      for (Occurrence due = next(); due != null; due = next()) {
        decide(runs.of(due));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      synchronized (lock) {
        failure = e;
      }
    }
  }

  /** Waits for the next due occurrence; returns null if there will be none. */
  private @Nullable Occurrence next() throws InterruptedException {
    synchronized (lock) {
      while (waiting.isEmpty() && !finishing && !stopped) {
        lock.wait();
      }
      return stopped ? null : waiting.pollFirst();
    }
  }

  /** Starts or skips a run, after the runs that it has to wait for. */
  private void decide(ScheduledRun due) throws InterruptedException {
    Set<RunId> cancelled = new HashSet<>();
    while (!isStopped()) {
      switch (OverlapDecision.of(schedule.overlap(), inProgress(due.due()), isSuperseded())) {
        case OverlapDecision.Start _ -> {
          switch (take(due, schedule.overlap() != Overlap.ALLOW)) {
            case Take.Taken _ -> start(due);
            case Take.Made _ -> {}
            case Take.InTheWay _ -> {
              continue;
            }
          }
          return;
        }
        case OverlapDecision.Skip skip -> {
          skip(due, skip.inTheWay());
          return;
        }
        case OverlapDecision.Await _ -> awaitChange();
        case OverlapDecision.Cancel cancel -> {
          cancel.old().stream().filter(cancelled::add).forEach(this::cancel);
          awaitChange();
        }
      }
    }
  }

  private boolean isStopped() {
    synchronized (lock) {
      return stopped;
    }
  }

  private boolean isSuperseded() {
    synchronized (lock) {
      return !waiting.isEmpty();
    }
  }

  /** Returns the runs of other instants in progress, of this process and of others. */
  private List<RunId> inProgress(Occurrence due) {
    Set<RunId> all = new LinkedHashSet<>();
    synchronized (lock) {
      running.values().stream()
          .filter(each -> !each.at().equals(due.at()))
          .forEach(each -> all.add(each.run().id()));
    }
    if (schedule.overlap() != Overlap.ALLOW) {
      history
          .store()
          .ifPresent(store -> all.addAll(store.schedules().inProgress(flow.name(), due)));
    }
    return List.copyOf(all);
  }

  private void awaitChange() throws InterruptedException {
    if (changes.tryAcquire(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
      changes.drainPermits();
    }
  }

  private Take take(ScheduledRun due, boolean alone) {
    return history
        .store()
        .map(store -> store.schedules().take(flow.name(), due.due(), due.id(), alone))
        .orElseGet(Take.Taken::new);
  }

  private void start(ScheduledRun due) {
    synchronized (lock) {
      if (stopped) {
        return;
      }
      FlowRun<?> run = due.start();
      running.put(run.id(), new Running(run, due.due().at()));
      watching.removeIf(thread -> !thread.isAlive());
      watching.add(Thread.ofVirtual().name("run-" + run.id() + "/watch").start(() -> watch(run)));
    }
  }

  private void skip(ScheduledRun due, RunId inTheWay) {
    if (!(take(due, false) instanceof Take.Taken)) {
      return;
    }
    String why =
        schedule.overlap() == Overlap.CANCEL_OLD
            ? "a later run was due before run %s had been cancelled".formatted(inTheWay)
            : "run %s of the schedule was still in progress".formatted(inTheWay);
    if (history.keeps()) {
      due.skip(why);
    }
    err.println("the run of " + due.due().local() + " is skipped: " + why);
  }

  private void cancel(RunId old) {
    String why = "the next run is due";
    synchronized (lock) {
      Running own = running.get(old);
      if (own != null) {
        own.run().cancel(why);
        return;
      }
    }
    history.store().ifPresent(store -> order(store, old, why));
  }

  private static void order(RunStore store, RunId run, String why) {
    try {
      store.order(run, new RunOrder.Cancel(CurrentUser.name(), why));
    } catch (StoreFailed e) {
      if (store.find(run).filter(found -> !found.state().isFinished()).isPresent()) {
        throw e;
      }
    }
  }

  private void watch(FlowRun<?> run) {
    try (OrderSubscription _ = history.watch(run)) {
      FlowResult<?> result = run.await();
      FinishedRun finished = (FinishedRun) result;
      out.println(FlowPrinter.summary(finished));
      if (!finished.state().isSuccessful()) {
        err.print(FailureReport.of(flow, finished));
        err.flush();
      }
    } catch (RunOwnershipLost taken) {
      err.println(history.ownedElsewhere(run.id()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      synchronized (lock) {
        running.remove(run.id());
      }
      changes.release();
    }
  }
}
