package dev.praetor.cli.run;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Occurrence;
import dev.praetor.RunId;
import dev.praetor.Schedule;
import dev.praetor.StateType;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.terminal.Terminals;
import dev.praetor.cli.text.FailureReport;
import dev.praetor.cli.text.FlowPrinter;
import dev.praetor.embedded.PraetorEngine;
import dev.praetor.embedded.run.EngineSettings;
import dev.praetor.embedded.run.RunHooks;
import dev.praetor.embedded.serve.ScheduleEvents;
import dev.praetor.engine.local.StartedRun;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.store.RunStore;
import dev.praetor.store.model.RunFilter;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Serves a flow in this process until the process is told to stop or the schedule ends, and prints
 * the outcomes of its runs. Explicit parameters take precedence over those of a clock.
 */
final class ScheduledRuns implements ScheduleEvents {
  /** A second signal ends the process immediately. */
  private static final Duration UNTIL_CLEANED_UP = Duration.ofDays(365);

  private static final long LOOK_MILLIS = 250;

  private final Flow<?> flow;
  private final Schedule schedule;
  private final StoreSession history;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Map<RunId, Thread> watching = new ConcurrentHashMap<>();
  private final Map<RunId, StartedRun<?>> running = new ConcurrentHashMap<>();

  /** Has a permit after something has changed that may end this command. */
  private final Semaphore changes = new Semaphore(0);

  private volatile boolean ended;
  private volatile @Nullable String stopped;
  private volatile @Nullable RuntimeException failure;

  ScheduledRuns(Flow<?> flow, StoreSession history, PrintWriter out, PrintWriter err) {
    this.flow = flow;
    this.history = history;
    this.out = out;
    this.err = err;
    this.schedule =
        flow.schedule()
            .orElseThrow(() ->
                new UsageException(
                    "flow '" + flow.name() + "' has no schedule; give it one with .scheduled(…)"));
  }

  /**
   * Serves the flow, and returns the exit status.
   *
   * @param store the store of the runs
   * @param change the change of the settings of each run
   */
  int run(
      RunStore store,
      EngineSettings settings,
      UnaryOperator<RunSettings> change,
      List<Argument> given)
      throws InterruptedException {
    EngineSettings equipped =
        settings.withGrace(UNTIL_CLEANED_UP).withHooks(new RunHooks(change, this::begun, _ -> {}));
    try (StopSignals signals = new StopSignals(err, "Stopping; clean-up still runs.")) {
      try (PraetorEngine engine = new PraetorEngine(store, equipped, this)) {
        signals.stops(this::stop);
        out.println(flow.name() + " runs " + schedule.explain() + ". Press Ctrl-C to stop.");
        engine.serveWith(flow, given.toArray(Argument[]::new));
        while (isGoingOn(store)) {
          if (changes.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
            changes.drainPermits();
          }
        }
      }
      for (Thread thread : watching.values()) {
        thread.join();
      }
    }
    RuntimeException why = failure;
    if (why != null) {
      throw why;
    }
    return stopped == null ? ExitCode.SUCCESS : ExitCode.CANCELLED;
  }

  private boolean isGoingOn(RunStore store) {
    return stopped == null && failure == null && (!ended || !running.isEmpty() || waits(store));
  }

  private boolean waits(RunStore store) {
    RunFilter queued = RunFilter.all().withFlow(flow.name()).withState(StateType.QUEUED);
    return !store.list(queued.withLimit(1)).isEmpty();
  }

  private void stop(String why) {
    stopped = why;
    running.values().forEach(run -> run.cancel(why));
    changes.release();
  }

  private void begun(StartedRun<?> run) {
    running.put(run.id(), run);
    String why = stopped;
    if (why != null) {
      run.cancel(why);
    }
    watching.put(
        run.id(), Thread.ofVirtual().name("run-" + run.id() + "/watch").start(() -> watch(run)));
  }

  private void watch(StartedRun<?> run) {
    try {
      FlowResult<?> result = run.await();
      FinishedRun finished = (FinishedRun) result;
      out.println(FlowPrinter.summary(finished, Terminals.width()));
      if (!finished.state().isSuccessful()) {
        err.print(FailureReport.of(flow, finished));
        err.flush();
      }
    } catch (RunOwnershipLost taken) {
      err.println(history.ownedElsewhere(run.id()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      running.remove(run.id());
      watching.remove(run.id());
      changes.release();
    }
  }

  @Override
  public void next(String name, Occurrence next) {
    err.println("next run at " + next.local());
  }

  @Override
  public void passedOver(String name, int count, Instant since) {
    err.println("%,d times since %s were missed and are passed over".formatted(count, since));
  }

  @Override
  public void skipped(String name, Occurrence due, String why) {
    err.println("the run of " + due.local() + " is skipped: " + why);
  }

  @Override
  public void failed(String name, Occurrence due, RuntimeException why) {
    failure = why;
    changes.release();
  }

  @Override
  public void ended(String name) {
    ended = true;
    changes.release();
  }
}
