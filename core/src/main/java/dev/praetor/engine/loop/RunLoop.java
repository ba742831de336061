package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.Journal;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.StartFrom;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.NodeRuns;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one flow run: one thread owns all its state and takes events; nothing else touches it, so
 * there are no locks. All public methods but {@link #run} may be called by any thread.
 */
public final class RunLoop {
  private final RunRequest request;
  private final RunSettings settings;
  private final RunContext context;
  private final NodeRuns runs;
  private final TurnClock clock;
  private final Timers timers = new Timers();
  private final JournalBuffer buffer;
  private final HookRunner hooks;
  private final Recorder recorder;
  private final DependencyTracker tracker;
  private final FinishedQueue finished;
  private final ChildFlows childFlows;
  private final Stopping stopping;
  private final RunningAttempts running;
  private final Dispatcher dispatcher;
  private final MapExpander expander;
  private final NodeActivation activation;
  private final Cancellation cancellation;
  private final Approvals approvals;

  /** Whether the run had ended before, and is only given back. */
  private final boolean alreadyEnded;

  private Instant started;

  /** Puts the parts of a run together, each after the parts it needs. */
  public RunLoop(RunRequest request, RunSettings settings, ChildRun.Starter starter) {
    this.request = request;
    this.settings = settings;
    Optional<RecordedRun.Header> resumed = request.startFrom().resumed();
    alreadyEnded = resumed.filter(header -> header.state().isFinished()).isPresent();
    Instant now = settings.time().instant();
    started = started(request, now);
    State flow = resumed.map(RecordedRun.Header::state).orElse(new State.Pending("", now));

    runs = NodeRuns.of(request.graph());
    context = new RunContext(request, settings, runs);
    clock = new TurnClock(now);
    Journal journal = alreadyEnded ? Journal.NONE : context.journal();
    buffer = new JournalBuffer(request.id(), journal, context.mailbox());
    hooks =
        new HookRunner(
            request.id().toString(), settings.stopPolicy().hooks(), request.options().hooks());
    recorder = new Recorder(settings.listener(), hooks, buffer, flow, this::somethingFailed);
    tracker = new DependencyTracker(runs, clock);
    finished = new FinishedQueue(buffer, tracker);
    TaskRunEnds ends = new TaskRunEnds(recorder, finished, clock);
    TaskRunTimers taskRunTimers = new TaskRunTimers(timers, recorder);
    ReadyLanes lanes = new ReadyLanes(runs.roots().size());
    Upstreams upstreams = new Upstreams(runs);
    StartRule rule = new StartRule(context.values(), upstreams, context.masker());
    childFlows = new ChildFlows(context, starter, ends, clock);
    ControlNodes control =
        new ControlNodes(context, rule, recorder, ends, taskRunTimers, childFlows, clock);
    KnownBefore before =
        switch (request.startFrom()) {
          case StartFrom.Fresh _ -> new Fresh();
          case StartFrom.Restarted restarted -> new Reuse(restarted, journal, ends, clock);
          case StartFrom.Resumed again ->
              new Recovery(again, recorder, ends, taskRunTimers, lanes, control, clock);
        };
    stopping = new Stopping(before, ends, clock, alreadyEnded);
    StartGate gate = new StartGate(before, stopping, rule, control, recorder, ends, clock);
    TagSlots slots = new TagSlots(context, recorder, lanes, clock);
    running = new RunningAttempts(context, buffer, lanes, slots, timers, clock);
    AttemptEnds attemptEnds =
        new AttemptEnds(
            context, recorder, ends, buffer, running, lanes, taskRunTimers, stopping, clock);
    dispatcher =
        new Dispatcher(
            request.options().limits().concurrency(),
            lanes,
            gate,
            new AttemptStarter(stopping, slots, recorder, running, attemptEnds, clock),
            running,
            buffer,
            finished);
    expander = new MapExpander(context, runs, before, rule, tracker, recorder, ends, clock);
    activation =
        new NodeActivation(before, stopping, upstreams, gate, lanes, expander, recorder, clock);
    cancellation =
        new Cancellation(
            runs,
            stopping,
            running,
            attemptEnds,
            childFlows,
            tracker,
            finished,
            recorder,
            timers,
            clock,
            settings.stopPolicy().grace());
    approvals = new Approvals(request.id(), runs, recorder, ends, lanes, expander, clock);
  }

  private static Instant started(RunRequest request, Instant now) {
    return request.startFrom().resumed().flatMap(RecordedRun.Header::started).orElse(now);
  }

  /**
   * Runs to the end, in the calling thread, which then owns the run.
   *
   * @throws RunOwnershipLost if another process has the run now
   */
  public FinishedRun run() {
    try {
      return runToEnd();
    } catch (Throwable thrown) {
      running.interrupt(_ -> true);
      childFlows.leaveAll(String.valueOf(thrown.getMessage()));
      hooks.close();
      throw thrown;
    }
  }

  private FinishedRun runToEnd() {
    Mailbox mailbox = context.mailbox();
    mailbox.ownedBy(Thread.currentThread());
    context.hideSecrets();
    settings.time().onJump(mailbox::wake);
    begin();
    while (!isOver()) {
      dispatcher.dispatch();
      buffer.flush(clock.now());
      if (isOver()) {
        break;
      }
      Event event = mailbox.take(earlier(timers.next(), buffer.due()), isIdle());
      clock.turn(settings.time().instant());
      handle(event, finished::settle);
      timers.fire(clock.now(), finished::settle);
      finished.settle();
    }
    if (!alreadyEnded) {
      recorder.flow(end());
    }
    drainJournal();
    hooks.close();
    running.close();
    FinishedRun.Span span = new FinishedRun.Span(started, recorder.flow().time());
    return new FinishedRun(
        request, runs, context.values(), recorder.flow(), span, context.artifacts());
  }

  private void begin() {
    if (alreadyEnded) {
      tracker.begin(activation);
      finished.settle();
      return;
    }
    settings.persistence().journal().begin(request.start());
    Instant now = settings.time().instant(); // Nothing starts before the journal has it.
    clock.turn(now);
    started = started(request, now);
    State before = recorder.flow();
    if (before.type() == StateType.RUNNING) {
      Failure crash = Journal.crash("the process that ran it ended before it did");
      recorder.flow(
          new State.Retrying(crash.message() + "; it goes on", now, now, 1, Optional.of(crash)));
      buffer.flush(now); // Of a batch only the last state of a run is kept.
    }
    if (before.type() != StateType.CANCELLING) {
      recorder.flow(new State.Running("", now, 1));
    }
    request
        .options()
        .timeout()
        .ifPresent(longest ->
            timers.at(
                started.plus(longest), () -> cancellation.timeOut("took longer than " + longest)));
    tracker.begin(activation);
    finished.settle();
    if (before.type() == StateType.CANCELLING) {
      cancellation.stop(before.message());
      finished.settle();
    }
  }

  private static void handle(@Nullable Event first, Runnable afterEach) {
    Event event = first;
    while (event != null) {
      Event following = event.next;
      event.next = null;
      event.handle();
      afterEach.run();
      event = following;
    }
  }

  private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isBefore(other) ? one : other;
  }

  private void drainJournal() {
    while (!buffer.isSettled()) {
      buffer.flush(clock.now());
      if (!buffer.isSettled()) {
        handle(context.mailbox().take(null, false), () -> {});
      }
    }
  }

  private boolean isOver() {
    return tracker.isFinished()
        && (stopping.isForced() || running.count() == 0 && buffer.isSettled());
  }

  private boolean isIdle() {
    return running.count() == 0 && childFlows.isEmpty() && expander.isEmpty() && buffer.isSettled();
  }

  private State end() {
    List<NodeRun> deciding = request.graph().deciding().stream().map(runs::root).toList();
    boolean atFirstFailure = settings.stopPolicy().atFirstFailure();
    return NodeEnds.ofFlow(deciding, stopping.reason(), atFirstFailure, clock.now());
  }

  private void somethingFailed() {
    if (settings.stopPolicy().atFirstFailure() && !stopping.isStopping()) {
      cancel("stopped at the first failure");
    }
  }

  /** Asks the run to end. */
  public void cancel(String why) {
    context.offer(new Command(() -> cancellation.stop(why)));
  }

  /** Stops silently: another process owns the run. */
  public void leave(String why) {
    context.offer(
        new Command(() -> {
          throw new RunOwnershipLost(request.id(), why);
        }));
  }

  /** Has the owner answer a question about approvals; never completed if the run has ended. */
  public <T> CompletableFuture<T> ask(Function<Approvals, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    context.offer(new Command(() -> answer.complete(question.apply(approvals))));
    return answer;
  }
}
