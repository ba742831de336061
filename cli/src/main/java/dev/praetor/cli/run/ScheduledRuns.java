package dev.praetor.cli.run;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.terminal.PlainView;
import dev.praetor.cli.terminal.Screen;
import dev.praetor.cli.text.FailureReport;
import dev.praetor.cli.text.FlowPrinter;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.schedule.Overlap;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Runs a flow in this process at the times of its schedule, until Ctrl-C. Explicit parameters take
 * precedence over those of a clock.
 */
final class ScheduledRuns {
  private final Flow<?> flow;
  private final Schedule schedule;
  private final List<Argument> given;
  private final UnaryOperator<LocalRun<?>> change;
  private final StoreSession history;
  private final PrintWriter out;
  private final PrintWriter err;
  private final Timekeeper time = Timekeeper.system();
  private final List<FlowRun<?>> running = new CopyOnWriteArrayList<>();
  private final List<Thread> watching = new CopyOnWriteArrayList<>();
  private volatile boolean stopped;

  ScheduledRuns(
      Flow<?> flow,
      List<Argument> given,
      UnaryOperator<LocalRun<?>> change,
      StoreSession history,
      PrintWriter out,
      PrintWriter err) {
    this.flow = flow;
    this.given = given;
    this.change = change;
    this.history = history;
    this.out = out;
    this.err = err;
    this.schedule =
        flow.schedule()
            .orElseThrow(() ->
                new UsageException(
                    "flow '" + flow.name() + "' has no schedule; give it one with .scheduled(…)"));
  }

  int run() throws InterruptedException {
    Thread waiting = Thread.currentThread();
    try (StopSignals signals = new StopSignals(err, "Stopping; clean-up still runs.")) {
      signals.stops(why -> stop(why, waiting));
      out.println(flow.name() + " runs " + schedule.explain() + ". Press Ctrl-C to stop.");
      Iterator<Occurrence> due = schedule.stream(time.instant()).iterator();
      while (!stopped && due.hasNext()) {
        Occurrence next = due.next();
        err.println("next run at " + next.local());
        if (waitUntil(next.at())) {
          begin(next);
        }
      }
      for (Thread thread : watching) {
        thread.join();
      }
      return stopped ? ExitCode.CANCELLED : ExitCode.SUCCESS;
    }
  }

  private void stop(String why, Thread waiting) {
    stopped = true;
    running.forEach(run -> run.cancel(why));
    LockSupport.unpark(waiting);
  }

  /** Waits for a time; returns false if Ctrl-C came first. */
  private boolean waitUntil(Instant due) {
    while (!stopped && time.instant().isBefore(due)) {
      time.await(due, false);
    }
    return !stopped;
  }

  private void begin(Occurrence due) throws InterruptedException {
    if (schedule.overlap() == Overlap.SKIP && !running.isEmpty()) {
      err.println("the run of " + due.local() + " is skipped: an earlier run is still in progress");
      return;
    }
    if (schedule.overlap() == Overlap.CANCEL_OLD) {
      running.forEach(run -> run.cancel("the next run is due"));
    }
    if (schedule.overlap() == Overlap.QUEUE || schedule.overlap() == Overlap.CANCEL_OLD) {
      for (Thread thread : watching) {
        thread.join();
      }
    }
    if (stopped) {
      return;
    }
    FlowRun<?> run =
        change
            .apply(LocalRun.of(flow))
            .with(settings -> settings.withListener(new PlainView(Screen.STANDARD)))
            .scheduledAt(due.at())
            .start(arguments(due.parameters()));
    running.add(run);
    if (stopped) {
      run.cancel("the program was stopped");
    }
    watching.add(Thread.ofVirtual().name("run-" + run.id() + "/watch").start(() -> watch(run)));
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
      running.remove(run);
      watching.remove(Thread.currentThread());
    }
  }

  /** Returns the parameters of a clock, overridden by explicit ones. */
  private Argument[] arguments(Map<String, ?> ofClock) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(ofClock);
    given.forEach(each -> all.put(each.name(), each.value()));
    return all.entrySet().stream()
        .map(each -> new Argument(each.getKey(), each.getValue()))
        .toArray(Argument[]::new);
  }
}
