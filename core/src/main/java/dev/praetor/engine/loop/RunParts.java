package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.State;
import dev.praetor.TaskPath;
import dev.praetor.engine.Journal;
import dev.praetor.engine.author.HookRunner;
import dev.praetor.engine.events.Pauses;
import dev.praetor.engine.events.Timers;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.restart.StartFrom;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.NodeRuns;
import dev.praetor.engine.taskruns.ReadyLanes;
import dev.praetor.engine.taskruns.Upstreams;
import java.time.Instant;
import java.util.Optional;

/**
 * The parts of a run, each created after the parts it needs. No part refers to the run as a whole;
 * ends are passed on through {@link FinishedQueue} and {@link DependencyTracker}. For the owner of
 * the run, except the context.
 */
final class RunParts {
  final RunContext context;
  final NodeRuns runs;
  final TurnClock clock;
  final Timers timers = new Timers();
  final Pauses pauses;
  final JournalBuffer buffer;
  final AuthorCalls calls;
  final HookRunner hooks;
  final Recorder recorder;
  final DependencyTracker tracker;
  final FinishedQueue finished;
  final TagSlots slots;
  final ChildFlows childFlows;
  final Stopping stopping;
  final RunningAttempts running;
  final Dispatcher dispatcher;
  final MapExpander expander;
  final NodeActivation activation;
  final Cancellation cancellation;
  final Approvals approvals;
  final Interventions interventions;

  /** True if the run had already ended, so that only its result is returned. */
  final boolean alreadyEnded;

  /**
   * Creates the parts.
   *
   * @param onFailure called by the owner when a task run does not succeed
   */
  RunParts(RunRequest request, RunSettings settings, ChildRun.Starter starter, Runnable onFailure) {
    Optional<RecordedRun.Header> resumed = request.startFrom().resumed();
    alreadyEnded = resumed.filter(header -> header.state().isFinished()).isPresent();
    Instant now = settings.time().instant();
    State flow = resumed.map(RecordedRun.Header::state).orElse(new State.Pending("", now));

    runs = NodeRuns.of(request.graph());
    context = new RunContext(request, settings, runs);
    clock = new TurnClock(context.clock());
    pauses = new Pauses(clock);
    Journal journal = alreadyEnded ? Journal.NONE : context.journal();
    buffer = new JournalBuffer(context, journal, clock);
    hooks =
        new HookRunner(request.id().toString(), settings.stopPolicy().hooks(), request.masker());
    AttemptRunner runner = new AttemptRunner(context);
    HookCalls hookCalls = new HookCalls(request, runner, hooks);
    recorder = new Recorder(settings.listener(), hookCalls, buffer, flow, onFailure);
    tracker = new DependencyTracker(runs, clock);
    finished = new FinishedQueue(buffer, tracker);
    ReadyLanes lanes = new ReadyLanes(runs.roots().size());
    slots = new TagSlots(context, recorder, buffer, lanes, clock);
    TaskRunEnds ends = new TaskRunEnds(recorder, finished, slots, clock);
    Confinement confinement = new Confinement(context, recorder, ends, clock);
    calls = new AuthorCalls(context, timers, confinement, clock);
    TaskRunTimers taskRunTimers = new TaskRunTimers(timers, recorder, confinement, clock);
    Upstreams upstreams = new Upstreams(runs);
    StartRule rule = new StartRule(context, upstreams, calls);
    childFlows = new ChildFlows(context, starter, ends, calls, clock, request.startFrom());
    ControlNodes control =
        new ControlNodes(
            context, rule, recorder, ends, taskRunTimers, childFlows, calls, pauses, clock);
    KnownBefore before =
        switch (request.startFrom()) {
          case StartFrom.Fresh _ -> new KnownBefore.Fresh();
          case StartFrom.Restarted restarted -> new Reuse(restarted, journal, ends, clock);
          case StartFrom.Resumed again ->
              new Recovery(again, rule, recorder, ends, taskRunTimers, lanes, control, clock);
        };
    stopping = new Stopping(before, ends, clock, alreadyEnded);
    StartGate gate =
        new StartGate(before, stopping, rule, control, recorder, ends, confinement, pauses, clock);
    running = new RunningAttempts(context, buffer, lanes, slots, timers, stopping::isUrgent, clock);
    AttemptEnds attemptEnds =
        new AttemptEnds(
            context,
            recorder,
            ends,
            buffer,
            running,
            lanes,
            taskRunTimers,
            stopping,
            calls,
            runner,
            confinement,
            clock);
    Deadlines deadlines = new Deadlines(stopping, recorder, timers, attemptEnds, clock);
    dispatcher =
        new Dispatcher(
            request.options().limits().concurrency(),
            lanes,
            gate,
            new AttemptStarter(
                stopping, slots, recorder, running, attemptEnds, runner, deadlines, clock),
            running,
            slots,
            buffer,
            finished,
            calls,
            confinement,
            pauses);
    expander = new MapExpander(context, runs, before, rule, tracker, recorder, ends, calls, clock);
    activation =
        new NodeActivation(
            before, stopping, upstreams, gate, lanes, expander, recorder, confinement, clock);
    cancellation =
        new Cancellation(
            runs,
            stopping,
            running,
            attemptEnds,
            childFlows,
            calls,
            deadlines,
            tracker,
            finished,
            recorder,
            timers,
            pauses,
            clock,
            settings.stopPolicy().grace());
    approvals = new Approvals(context, runs, recorder, ends, lanes, expander, clock);
    interventions =
        new Interventions(
            context,
            runs,
            before,
            recorder,
            ends,
            buffer,
            running,
            childFlows,
            calls,
            timers,
            pauses,
            clock);
    buffer.passRejectionsTo((node, index, why) ->
        runs.find(TaskPath.of(node, index))
            .ifPresent(found -> reject(found.run(), found.index(), why, ends)));
  }

  private void reject(NodeRun run, int index, String why, TaskRunEnds ends) {
    recorder.takeBackEnd();
    if (index >= 0 && run.node.policy().atMostOnce() && running.withdraw(run, index)) {
      Failure failure = TaskRunEnds.notRecorded(why);
      ends.fail(run, index, failure, failure.message());
    } else {
      ends.notRecorded(run, index, why);
    }
  }

  /** Returns whether nothing of the run is in progress, in no thread. */
  boolean areIdle() {
    return running.count() == 0
        && childFlows.isEmpty()
        && calls.count() == 0
        && !interventions.isReading()
        && slots.isAnswered()
        && buffer.isSettled();
  }

  /** Returns whether no code of the author is called at present. */
  boolean areQuiet() {
    return !running.isBusy() && calls.count() == 0;
  }

  /** Returns whether the run waits for the end of a single call only. */
  boolean expectsOneEnd() {
    return running.count() + calls.count() == 1 && childFlows.isEmpty() && buffer.isSettled();
  }
}
