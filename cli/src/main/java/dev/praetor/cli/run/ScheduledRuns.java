package dev.praetor.cli.run;

import dev.praetor.Argument;
import dev.praetor.Flow;
import dev.praetor.Occurrence;
import dev.praetor.Schedule;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.cli.error.UsageException;
import dev.praetor.cli.terminal.PlainView;
import dev.praetor.cli.terminal.Screen;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.store.schedule.ScheduledInstants;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

/**
 * Runs a flow in this process at the times of its schedule, until the process is told to stop.
 * Explicit parameters take precedence over those of a clock.
 */
final class ScheduledRuns {
  /** The time between two looks at the clock, which may jump while this thread waits. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Flow<?> flow;
  private final Schedule schedule;
  private final Optional<ScheduledInstants> instants;
  private final PrintWriter out;
  private final PrintWriter err;
  private final ScheduledStarts starts;
  private final Timekeeper time = Timekeeper.system();
  private volatile boolean stopped;

  ScheduledRuns(
      Flow<?> flow,
      List<Argument> given,
      UnaryOperator<LocalRun<?>> change,
      StoreSession history,
      PrintWriter out,
      PrintWriter err) {
    this.flow = flow;
    this.out = out;
    this.err = err;
    this.instants = history.store().map(store -> store.schedules());
    this.schedule =
        flow.schedule()
            .orElseThrow(() ->
                new UsageException(
                    "flow '" + flow.name() + "' has no schedule; give it one with .scheduled(…)"));
    ScheduledRun.Factory runs =
        new ScheduledRun.Factory(
            () ->
                change
                    .apply(LocalRun.of(flow))
                    .with(settings -> settings.withListener(new PlainView(Screen.STANDARD))),
            given,
            time);
    this.starts = new ScheduledStarts(flow, schedule, runs, history, out, err);
  }

  int run() throws InterruptedException {
    Thread waiting = Thread.currentThread();
    try (StopSignals signals = new StopSignals(err, "Stopping; clean-up still runs.")) {
      signals.stops(why -> stop(why, waiting));
      out.println(flow.name() + " runs " + schedule.explain() + ". Press Ctrl-C to stop.");
      starts.begin();
      makeRuns();
      starts.finish();
      return stopped ? ExitCode.CANCELLED : ExitCode.SUCCESS;
    }
  }

  private void stop(String why, Thread waiting) {
    stopped = true;
    starts.stop(why);
    LockSupport.unpark(waiting);
  }

  private void makeRuns() {
    ScheduleProgress progress =
        instants
            .flatMap(taken -> taken.handled(flow.name()))
            .map(ScheduleProgress::after)
            .orElseGet(() -> ScheduleProgress.startingAt(time.instant()));
    while (isGoingOn()) {
      List<Occurrence> next = schedule.next(1, progress.handled());
      if (next.isEmpty()) {
        return;
      }
      if (time.instant().isBefore(next.getFirst().at())) {
        err.println("next run at " + next.getFirst().local());
      }
      progress = awaited(next.getFirst().at(), progress);
      if (isGoingOn()) {
        progress = made(progress.at(time.instant(), schedule), progress);
      }
    }
  }

  private boolean isGoingOn() {
    return !stopped && !starts.hasFailed();
  }

  /** Waits for an instant, and returns the progress of the last look at the clock before it. */
  private ScheduleProgress awaited(Instant due, ScheduleProgress before) {
    ScheduleProgress progress = before;
    for (Instant now = time.instant(); isGoingOn() && now.isBefore(due); now = time.instant()) {
      progress = progress.awakeAt(now);
      Instant look = now.plus(LOOK);
      time.await(look.isBefore(due) ? look : due, false);
    }
    return progress;
  }

  private ScheduleProgress made(ScheduleProgress.Step step, ScheduleProgress before) {
    if (step.passedOver() > 0) {
      err.println(
          "%,d times since %s were missed and are passed over"
              .formatted(step.passedOver(), before.handled()));
      instants.ifPresent(taken -> taken.handled(flow.name(), step.after().handled()));
    }
    step.due().forEach(starts::add);
    return step.after();
  }
}
