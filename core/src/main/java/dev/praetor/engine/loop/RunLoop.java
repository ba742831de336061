package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.PraetorException;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.Journal;
import dev.praetor.engine.events.Command;
import dev.praetor.engine.events.Event;
import dev.praetor.engine.events.Mailbox;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.taskruns.NodeRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Executes one flow run. One thread owns all state of the run and handles events; no other thread
 * accesses that state, so there are no locks. All public methods but {@link #run} may be called by
 * any thread.
 */
public final class RunLoop {
  private final RunRequest request;
  private final RunSettings settings;
  private final RunParts parts;
  private final RunContext context;
  private Instant started;

  public RunLoop(RunRequest request, RunSettings settings, ChildRun.Starter starter) {
    this.request = request;
    this.settings = settings;
    this.parts = new RunParts(request, settings, starter, this::somethingFailed);
    this.context = parts.context;
    this.started = started(request, parts.clock.now());
  }

  private static Instant started(RunRequest request, Instant now) {
    return request.startFrom().resumed().flatMap(RecordedRun.Header::started).orElse(now);
  }

  /**
   * Executes the run to its end, in the calling thread, which owns the run.
   *
   * @throws RunOwnershipLost if another process owns the run now
   * @throws PraetorException if the run cannot be recorded any more
   */
  public FinishedRun run() {
    try {
      return runToEnd();
    } catch (Throwable thrown) {
      parts.running.interrupt(_ -> true);
      parts.childFlows.leaveAll(String.valueOf(thrown.getMessage()));
      parts.hooks.close();
      throw thrown;
    }
  }

  private FinishedRun runToEnd() {
    Mailbox mailbox = context.mailbox();
    mailbox.ownedBy(Thread.currentThread());
    context.hideSecrets();
    settings.time().onJump(mailbox::wake);
    begin();
    Runnable settle = parts.finished::settle;
    while (!isOver()) {
      parts.dispatcher.dispatch();
      parts.buffer.flush(parts.clock.now());
      if (isOver()) {
        break;
      }
      Event event = mailbox.take(earlier(parts.timers.next(), parts.buffer.due()), isIdle());
      parts.clock.turn(settings.time().instant());
      handle(event, settle);
      parts.timers.fire(parts.clock.now(), settle);
      settle.run();
    }
    if (!parts.alreadyEnded) {
      parts.recorder.flow(end());
    }
    drainJournal();
    parts.hooks.close();
    parts.running.close();
    FinishedRun.Span span = new FinishedRun.Span(started, parts.recorder.flow().time());
    return new FinishedRun(
        request, parts.runs, context.values(), parts.recorder.flow(), span, context.artifacts());
  }

  private void begin() {
    if (parts.alreadyEnded) {
      parts.tracker.begin(parts.activation);
      parts.finished.settle();
      return;
    }
    Journal journal = settings.persistence().journal();
    journal.begin(request.start());
    journal.watch(request.id(), this::endWith);
    Instant now = settings.time().instant(); // Nothing starts before the run is in the journal.
    parts.clock.turn(now);
    started = started(request, now);
    State before = parts.recorder.flow();
    if (before.type() == StateType.RUNNING) {
      Failure crash = Journal.crash("the process that ran it ended before it did");
      parts.recorder.flow(
          new State.Retrying(
              crash.message() + "; the run is resumed", now, now, 1, Optional.of(crash)));
      parts.buffer.flush(now); // Only the last state of a run in a batch is kept.
    }
    if (before.type() != StateType.CANCELLING) {
      parts.recorder.flow(new State.Running("", now, 1));
    }
    request
        .options()
        .timeout()
        .ifPresent(longest ->
            parts.timers.at(
                started.plus(longest),
                () -> parts.cancellation.timeOut("took longer than " + longest)));
    parts.tracker.begin(parts.activation);
    parts.finished.settle();
    if (before.type() == StateType.CANCELLING) {
      parts.cancellation.stop(before.message());
      parts.finished.settle();
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
    while (!parts.buffer.isSettled()) {
      parts.buffer.flush(parts.clock.now());
      if (!parts.buffer.isSettled()) {
        handle(context.mailbox().take(null, false), () -> {});
      }
    }
  }

  private boolean isOver() {
    return parts.tracker.isFinished()
        && (parts.stopping.isForced() || parts.running.count() == 0 && parts.buffer.isSettled());
  }

  private boolean isIdle() {
    return parts.running.count() == 0
        && parts.childFlows.isEmpty()
        && parts.expander.isEmpty()
        && parts.buffer.isSettled();
  }

  private State end() {
    List<NodeRun> deciding = request.graph().deciding().stream().map(parts.runs::root).toList();
    boolean atFirstFailure = settings.stopPolicy().atFirstFailure();
    return NodeEnds.ofFlow(deciding, parts.stopping.reason(), atFirstFailure, parts.clock.now());
  }

  private void somethingFailed() {
    if (settings.stopPolicy().atFirstFailure() && !parts.stopping.isStopping()) {
      cancel("stopped at the first failure");
    }
  }

  /** Requests the cancellation of the run. */
  public void cancel(String why) {
    context.offer(new Command(() -> parts.cancellation.stop(why)));
  }

  /** Stops silently: another process owns the run. */
  public void leave(String why) {
    endWith(new RunOwnershipLost(request.id(), why));
  }

  private void endWith(PraetorException why) {
    context.offer(
        new Command(() -> {
          throw why;
        }));
  }

  /**
   * Asks the owner of the run a question about approvals. The returned future is never completed if
   * the run has ended.
   */
  public <T> CompletableFuture<T> ask(Function<Approvals, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    context.offer(new Command(() -> answer.complete(question.apply(parts.approvals))));
    return answer;
  }
}
