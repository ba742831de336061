package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.OrderRefused;
import dev.praetor.PraetorException;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.Journal;
import dev.praetor.engine.RunListener;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.events.Command;
import dev.praetor.engine.events.EngineThreads;
import dev.praetor.engine.events.Event;
import dev.praetor.engine.events.HandOver;
import dev.praetor.engine.events.Turns;
import dev.praetor.engine.graph.Source;
import dev.praetor.engine.graph.Sources;
import dev.praetor.engine.restart.RecordedRun;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunOwnershipLost;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.taskruns.NodeEnds;
import dev.praetor.engine.taskruns.NodeRun;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Executes one flow run, in turns: a turn handles the events that have arrived, starts what may
 * run, and ends. Never two turns of a run are taken at the same time, and only turns access the
 * state of the run, so there are no locks. All public methods may be called by any thread.
 */
public final class RunLoop {
  private final RunRequest request;
  private final RunSettings settings;
  private final RunParts parts;
  private final RunContext context;
  private final Turns turns = new Turns(this::turn);
  private final Timekeeper.Alarm alarm;
  private final Runnable settle;
  private final CompletableFuture<FinishedRun> end = new CompletableFuture<>();
  private @Nullable CompletableFuture<?> hooks;
  private @Nullable FlowValue value;
  private Instant started;
  private @Nullable CompletableFuture<?> recorded;
  private boolean begun;
  private @Nullable HandOver handOver;

  /** The error after which the run cannot go on, if there was one. */
  private @Nullable Throwable broken;

  public RunLoop(RunRequest request, RunSettings settings, ChildRun.Starter starter) {
    this.request = request;
    this.settings = settings;
    this.parts = new RunParts(request, settings, starter, this::somethingFailed);
    this.context = parts.context;
    this.settle = parts.finished::settle;
    this.started = started(request, parts.clock.now());
    this.alarm = settings.time().alarm(turns::request);
  }

  private static Instant started(RunRequest request, Instant now) {
    return request.startFrom().resumed().flatMap(RecordedRun.Header::started).orElse(now);
  }

  /**
   * Starts the run.
   *
   * @return the end of the run; exceptional with {@link RunOwnershipLost} if another process owns
   *     the run now, and with another {@link PraetorException} if the run cannot be recorded any
   *     more
   */
  public CompletableFuture<FinishedRun> start() {
    context.mailbox().ownedBy(turns);
    if (settings.persistence().journal().isVolatile() && settings.listener() == RunListener.NONE) {
      context.mailbox().letAnyTakeTurns(); // Neither a store nor a display is waited for.
    }
    turns.request();
    return end;
  }

  private void turn() {
    if (end.isDone()) {
      return;
    }
    try {
      if (broken != null) {
        throw broken;
      }
      if (!isBegun()) {
        return;
      }
      parts.clock.turn();
      handle(context.mailbox().drain());
      parts.timers.fire(parts.clock, settle);
      settle.run();
      if (hooks == null) {
        goOn();
      }
      if (hooks != null && hooks.isDone()) {
        alarm.close();
        end.complete(finished());
      }
    } catch (Throwable thrown) {
      end(thrown);
    }
  }

  /** Ends a run that cannot go on; where memory for that is missing, in another turn. */
  private void end(Throwable thrown) {
    boolean isFirst = broken == null;
    broken = isFirst ? thrown : broken;
    try {
      if (isFirst && thrown instanceof OutOfMemoryError) {
        turns.request();
      } else {
        abort(thrown);
      }
    } catch (OutOfMemoryError again) {
      turns.request();
    }
  }

  private void abort(Throwable thrown) {
    alarm.close();
    parts.running.interrupt(_ -> true);
    parts.calls.abandon(_ -> true, (_, _) -> {});
    parts.slots.leave();
    parts.childFlows.leaveAll(String.valueOf(thrown.getMessage()));
    var _ = parts.hooks.close();
    end.completeExceptionally(thrown);
  }

  /** Starts what may run now, or ends the run if nothing is left. */
  private void goOn() {
    if (!isOver()) {
      parts.dispatcher.dispatch();
      endWithLast();
      parts.buffer.flush(parts.areQuiet());
    }
    if (!isOver()) {
      await();
      return;
    }
    if (!parts.alreadyEnded && !parts.recorder.flow().isFinished()) {
      Optional<State> state = endWithValue();
      if (state.isEmpty()) {
        await();
        return;
      }
      parts.recorder.flow(state.get());
    }
    parts.buffer.flush(parts.areQuiet());
    if (parts.buffer.isSettled()) {
      parts.running.close();
      hooks = parts.hooks.close();
      var _ = hooks.thenRun(turns::request);
    }
  }

  /** Ends the run in the batch with the ends of its last task runs, if nothing is in the way. */
  private void endWithLast() {
    if (parts.tracker.isFinished()
        && parts.running.count() == 0
        && parts.buffer.mayBeLast()
        && !parts.stopping.isStopping()
        && !parts.alreadyEnded
        && !parts.recorder.flow().isFinished()
        && !Sources.callCode(request.graph().result())) {
      parts.recorder.flow(end());
    }
  }

  /** Sets the alarm to the next time at which something is due, unless events wait already. */
  private void await() {
    if (context.mailbox().isEmpty()) {
      if (context.journal().keepsProcessor() && parts.expectsOneEnd()) {
        context.mailbox().expectOne();
      }
      Timekeeper.Due next = parts.timers.next().orAfter(parts.buffer.due());
      boolean idle = parts.areIdle() && (value == null || value.isEnded());
      if (idle && handOver != null && handOver.endsBefore(next, parts.clock)) {
        throw new RunOwnershipLost(request.id(), handOver.why());
      }
      alarm.set(next, idle);
    }
  }

  private FinishedRun finished() {
    FinishedRun.Span span = new FinishedRun.Span(started, parts.recorder.flow().time());
    return new FinishedRun(request, parts.runs, context.values(), parts.recorder.flow(), span);
  }

  /** Begins the run as soon as it is recorded; returns whether it has begun. */
  private boolean isBegun() {
    if (begun) {
      return true;
    }
    CompletableFuture<?> record = recorded;
    if (record == null) {
      record = record();
      recorded = record;
      if (!record.isDone()) {
        var _ = record.whenComplete((_, _) -> turns.request());
      }
    }
    if (record.isCompletedExceptionally()) {
      abort(record.exceptionNow());
    } else if (record.isDone()) {
      begun = true;
      begin();
    }
    return begun;
  }

  /** Records the run, on another thread if that may wait for something. */
  private CompletableFuture<?> record() {
    boolean waits = request.start().resumed() || request.declaresSecrets();
    return waits
        ? CompletableFuture.allOf().thenComposeAsync(_ -> recordNow(), EngineThreads.waiting())
        : recordNow();
  }

  private CompletableFuture<Void> recordNow() {
    context.hideSecretsBefore();
    if (parts.alreadyEnded) {
      return CompletableFuture.allOf();
    }
    Journal journal = settings.persistence().journal();
    return context.hideSecretsAfter(
        journal.begin(request.start()).thenRun(() -> journal.watch(request.id(), this::endWith)));
  }

  private void begin() {
    if (parts.alreadyEnded) {
      parts.tracker.begin(parts.activation);
      parts.finished.settle();
      return;
    }
    parts.clock.turn(); // Nothing starts before the run is in the journal.
    Instant now = parts.clock.now();
    started = started(request, now);
    State before = parts.recorder.flow();
    if (before.type() == StateType.RUNNING) {
      Failure crash = Journal.crash(request.startFrom().crash());
      parts.recorder.flow(
          new State.Retrying(
              crash.message() + "; the run is resumed", now, now, 1, Optional.of(crash)));
      parts.buffer.flush(); // Only the last state of a run in a batch is kept.
    }
    Optional<Duration> timeout = request.options().timeout();
    if (before.type() == StateType.PAUSED) {
      parts.pauses.begin();
      parts.recorder.announceFlow();
    } else if (before.type() != StateType.CANCELLING) {
      parts.recorder.flow(new State.Running("", now, 1));
    }
    if (before.type() != StateType.CANCELLING) {
      timeout.ifPresent(
          longest -> parts.cancellation.timeOut(request.startFrom(), started, longest));
    }
    parts.tracker.begin(parts.activation);
    parts.finished.settle();
    if (before.type() == StateType.CANCELLING) {
      parts.cancellation.stopAgain(before, timeout);
      parts.finished.settle();
    }
  }

  private void handle(@Nullable Event first) {
    Event event = first;
    while (event != null) {
      Event following = event.next;
      event.next = null;
      event.handle();
      settle.run();
      event = following;
    }
  }

  private boolean isOver() {
    return parts.tracker.isFinished()
        && (parts.stopping.isForced() || parts.running.count() == 0 && parts.buffer.isSettled());
  }

  private State end() {
    List<NodeRun> deciding = request.graph().deciding().stream().map(parts.runs::root).toList();
    boolean atFirstFailure = settings.stopPolicy().atFirstFailure();
    return NodeEnds.ofFlow(
        deciding, parts.runs, parts.stopping.reason(), atFirstFailure, parts.clock.now());
  }

  /** Returns the end of the run; empty while the value of the flow is being read. */
  private Optional<State> endWithValue() {
    State state = end();
    Source.Whole source = request.graph().result();
    if (!state.isSuccessful() || !Sources.callCode(source)) {
      return Optional.of(state);
    }
    FlowValue reading = value;
    if (reading == null) {
      reading = new FlowValue(context, source);
      value = reading;
      parts.timers.after(parts.clock.after(FlowValue.LONGEST), reading::expire);
      context.startCall("value", reading, true);
    }
    return reading.isEnded()
        ? Optional.of(reading.end(state, parts.clock.now()))
        : Optional.empty();
  }

  private void somethingFailed() {
    if (settings.stopPolicy().atFirstFailure() && !parts.stopping.isStopping()) {
      cancel("stopped at the first failure");
    }
  }

  /** Requests the cancellation of the run. */
  public void cancel(String why) {
    context.offer(new Command(() -> parts.cancellation.stop(context.masker().mask(why))));
  }

  /** Returns whether the run has ended here; a retry of its flow is another run. */
  public boolean isEnded() {
    return end.isDone();
  }

  /** Stops silently: another process owns the run. */
  public void leave(String why) {
    endWith(new RunOwnershipLost(request.id(), why));
  }

  /**
   * Stops silently as soon as the run only waits, and for nothing that is due within the given
   * time. A run that waits for a run within it is not left.
   */
  public void leaveOnceIdle(String why, Duration within) {
    context.offer(new Command(() -> handOver = new HandOver(why, parts.clock.after(within))));
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

  /**
   * Gives an order to the owner of the run.
   *
   * @return completed when the run has obeyed; exceptional with {@link OrderRefused} if it does not
   */
  public CompletableFuture<@Nullable Void> order(
      Function<Interventions, CompletableFuture<@Nullable Void>> order) {
    CompletableFuture<@Nullable Void> answer = new CompletableFuture<>();
    context.offer(
        new Command(() -> {
          if (parts.recorder.flow().isFinished()) {
            return; // Answered at the end of the run, which is near.
          }
          try {
            pass(order.apply(parts.interventions), answer);
          } catch (PraetorException refused) {
            answer.completeExceptionally(refused);
          }
        }));
    var _ =
        end.whenComplete(
            (_, _) -> answer.completeExceptionally(Interventions.ended(request.id(), "changed")));
    return answer;
  }

  private static void pass(
      CompletableFuture<@Nullable Void> from, CompletableFuture<@Nullable Void> to) {
    var _ =
        from.whenComplete((_, thrown) -> {
          if (thrown == null) {
            to.complete(null);
          } else {
            to.completeExceptionally(thrown);
          }
        });
  }
}
