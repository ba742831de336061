package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.Retry;
import dev.praetor.Signal;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.Decisions;
import dev.praetor.engine.Journal;
import dev.praetor.engine.Spans;
import dev.praetor.engine.author.Retries;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.ReadyLanes;
import dev.praetor.engine.taskruns.TaskRunExtra;
import dev.praetor.engine.taskruns.TaskRunPacker;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

/**
 * Turns the ends of attempts into states of their task runs, and starts the next step: the next
 * iteration, a retry or a recovery. For the owner of the run.
 */
final class AttemptEnds implements Attempt.Owner {
  private final RunContext context;
  private final Recorder recorder;
  private final TaskRunEnds ends;
  private final JournalBuffer buffer;
  private final RunningAttempts running;
  private final ReadyLanes lanes;
  private final TaskRunTimers timers;
  private final Stopping stopping;
  private final AuthorCalls calls;
  private final AttemptRunner runner;
  private final Confinement confinement;
  private final TurnClock clock;
  private final RandomGenerator random = RandomGenerator.getDefault();

  AttemptEnds(
      RunContext context,
      Recorder recorder,
      TaskRunEnds ends,
      JournalBuffer buffer,
      RunningAttempts running,
      ReadyLanes lanes,
      TaskRunTimers timers,
      Stopping stopping,
      AuthorCalls calls,
      AttemptRunner runner,
      Confinement confinement,
      TurnClock clock) {
    this.context = context;
    this.recorder = recorder;
    this.ends = ends;
    this.buffer = buffer;
    this.running = running;
    this.lanes = lanes;
    this.timers = timers;
    this.stopping = stopping;
    this.calls = calls;
    this.runner = runner;
    this.confinement = confinement;
    this.clock = clock;
  }

  @Override
  public void missedCache(Attempt attempt, String why) {
    if (attempt.isAbandoned()) {
      return;
    }
    NodeRun run = attempt.run;
    int index = attempt.child;
    recorder.extra(run, index).countAttempt(attempt.number());
    recorder.running(run, index, clock.now(), attempt.number());
    String message = "not from the cache: " + why;
    recorder.note(run, index, new State.Running(message, clock.now(), attempt.number()));
  }

  @Override
  public void ended(Attempt attempt) {
    if (!running.returned(attempt)) {
      return;
    }
    try {
      accept(attempt);
    } catch (Throwable thrown) {
      confinement.fail(attempt.run, attempt.child, thrown);
    }
  }

  private void accept(Attempt attempt) {
    NodeRun run = attempt.run;
    int index = attempt.child;
    setLabel(attempt);
    Instant now = attempt.ended();
    switch (attempt.end()) {
      case Attempt.End.Value value -> {
        if (value.message().isEmpty()) {
          ends.succeed(run, index, value.value(), value.kept(), now);
        } else {
          run.children().setValue(index, value.value());
          State state = new State.Success(value.message().get(), now);
          ends.end(run, index, state, value.kept());
        }
      }
      case Attempt.End.Hit hit -> {
        run.children().setValue(index, hit.value());
        ends.end(run, index, new State.Cached(hit.message(), now), hit.kept());
      }
      case Attempt.End.Skip skip -> {
        ensureRunning(attempt, now);
        ends.end(run, index, new State.Skipped(skip.why(), now));
      }
      case Attempt.End.Next next -> iterate(run, index, next, now);
      case Attempt.End.Failed failed -> {
        ensureRunning(attempt, now);
        recorder.extra(run, index).setThrown(failed.thrown());
        if (failed.permanent()) {
          recorder.extra(run, index).setPermanent();
        }
        failed(attempt, failed.failure(), StateType.FAILED, now);
      }
      case Attempt.End.Retry retry -> {
        ensureRunning(attempt, now);
        requestsRetry(attempt, retry, now);
      }
    }
  }

  /** Cancels the task run of an abandoned attempt. */
  void abandoned(Attempt attempt) {
    if (attempt.run.children().type(attempt.child).isFinished()) {
      return;
    }
    ensureRunning(attempt, clock.now());
    stopping.cancel(attempt.run, attempt.child);
  }

  /**
   * Records an attempt with a cache as running, if that has not been done: reading its inputs may
   * have failed before the lookup.
   */
  private void ensureRunning(Attempt attempt, Instant now) {
    if (attempt.run.children().type(attempt.child) != StateType.RUNNING) {
      recorder.running(attempt.run, attempt.child, now, attempt.number());
    }
  }

  private void iterate(NodeRun run, int index, Attempt.End.Next next, Instant now) {
    TaskRunExtra extra = recorder.extra(run, index);
    Duration delay = next.delay();
    Optional<Instant> due =
        delay.isZero() ? Optional.empty() : Optional.of(Spans.after(now, delay));
    ResultKeeper.Kept state = next.state();
    int iteration = extra.iteration() + 1;
    extra.iterate(new Journal.LoopState(iteration, state.value(), state.encoded(), due));
    if (stopping.isStopping()) {
      stopping.cancel(run, index);
      return;
    }
    String begins = due.map(at -> ", which begins at " + at).orElse("");
    String message = TaskRunPacker.ITERATION + iteration + " with " + next.shown() + begins;
    recorder.note(run, index, new State.Running(message, now, 1));
    buffer.whenDurable(() -> {
      state.encoded().flatMap(Journal.EncodedValue::large).ifPresent(extra::letGoState);
      if (delay.isZero()) {
        lanes.ready(run, index);
      } else if (!run.children().type(index).isFinished()) {
        timers.after(run, index, delay, () -> lanes.ready(run, index));
      }
    });
  }

  @Override
  public void timedOut(Attempt attempt) {
    Duration longest = attempt.run.node.policy().timeout().orElseThrow();
    TimeoutException tooLong = tooLong(attempt, "took longer than " + longest);
    Failure failure = context.masker().failure(tooLong);
    running.abandon(attempt);
    ensureRunning(attempt, clock.now());
    recorder.extra(attempt.run, attempt.child).setThrown(TimeoutException.class);
    Retry retry = attempt.run.node.policy().retry();
    if (retry.condition().isEmpty()) {
      timedOut(attempt, failure.withRetryable(Retries.matches(retry, TimeoutException.class)));
      return;
    }
    calls.call(
        attempt.run,
        attempt.child,
        () -> Retries.judge(retry, tooLong, context.masker()),
        answer ->
            timedOut(
                attempt,
                switch (answer) {
                  case AuthorCalls.Answer.Value<Failure> judged -> judged.value();
                  case AuthorCalls.Answer.Thrown<Failure> thrown ->
                      Retries.unjudged(failure, thrown.failure());
                }));
  }

  private void timedOut(Attempt attempt, Failure failure) {
    failed(attempt, failure, StateType.TIMED_OUT, clock.now());
  }

  private static TimeoutException tooLong(Attempt attempt, String message) {
    TimeoutException thrown = new TimeoutException(message);
    thrown.setStackTrace(attempt.stack());
    return thrown;
  }

  @Override
  public void labelled(Attempt attempt) {
    if (!attempt.isAbandoned()) {
      setLabel(attempt);
    }
  }

  private static void setLabel(Attempt attempt) {
    String label = attempt.label();
    if (label != null) {
      attempt.run.children().setLabel(attempt.child, label);
    }
  }

  /** Ends a task run whose deadline has passed, whatever it does or waits for. */
  void deadlinePassed(NodeRun run, int index, String message) {
    if (run.children().type(index).isFinished()) {
      return;
    }
    Attempt attempt = running.of(run, index).orElse(null);
    Failure failure =
        attempt == null
            ? context.masker().failure(new TimeoutException(message))
            : context.masker().failure(tooLong(attempt, message));
    Instant now = clock.now();
    if (attempt != null) {
      running.abandon(attempt);
      ensureRunning(attempt, now);
      recorder.attemptFailed(run, index, failure);
    }
    boolean recovers = run.node.policy().recover().isPresent() && !stopping.isStopping();
    if (recovers && (attempt == null || !attempt.recovers())) {
      recover(run, index, failure, now);
    } else {
      failFinally(run, index, failure.permanently(), StateType.TIMED_OUT, now);
    }
  }

  private void recover(NodeRun run, int index, Failure failure, Instant now) {
    TaskRunExtra extra = recorder.extra(run, index);
    Attempt recovery =
        new Attempt(
            runner,
            this,
            run,
            index,
            extra.attempts(),
            extra.iteration(),
            new Attempt.Input.Recovery(failure));
    ensureRunning(recovery, now);
    running.launch(recovery);
  }

  private void failed(Attempt attempt, Failure failure, StateType type, Instant now) {
    NodeRun run = attempt.run;
    int index = attempt.child;
    if (attempt.cancelled || stopping.stops(run.node)) {
      recorder.failure(run, index, failure);
      stopping.cancel(run, index);
      return;
    }
    recorder.attemptFailed(run, index, failure);
    if (attempt.recovers()) {
      failFinally(run, index, failure, type, now);
      return;
    }
    Policy policy = run.node.policy();
    switch (Decisions.afterFailure(policy, failure, counted(attempt), random.nextDouble())) {
      case Decisions.AfterFailure.RetryAfter retry ->
          retryAfter(attempt, retry.delay(), failure, now);
      case Decisions.AfterFailure.Recover _ -> running.launch(attempt.recovery(failure));
      case Decisions.AfterFailure.Final _ -> failFinally(run, index, failure, type, now);
    }
  }

  /**
   * Returns the number of the attempt as the policy counts it: without attempts whose process
   * ended.
   */
  private int counted(Attempt attempt) {
    return attempt.number() - recorder.extra(attempt.run, attempt.child).crashes();
  }

  private void requestsRetry(Attempt attempt, Attempt.End.Retry retry, Instant now) {
    Policy policy = attempt.run.node.policy();
    if (stopping.isStopping() || !Decisions.mayRetryOnRequest(policy, counted(attempt))) {
      failed(attempt, exhausted(attempt, retry.why()), StateType.FAILED, now);
      return;
    }
    recorder.attemptFailed(attempt.run, attempt.child, retry.why());
    switch (retry.request()) {
      case Signal.Request.RetryAfter after -> retryAfter(attempt, after.delay(), retry.why(), now);
      case Signal.Request.RetryAt when -> {
        Instant at = when.at().isBefore(now) ? now : Spans.bounded(when.at());
        retrying(attempt, at, retry.why(), now);
        timers.at(attempt.run, attempt.child, at, () -> lanes.ready(attempt.run, attempt.child));
      }
      default -> throw new IllegalStateException("no retry: " + retry.request());
    }
  }

  private static Failure exhausted(Attempt attempt, Failure why) {
    return new Failure(
        why.type(),
        why.message() + ", but this was attempt " + attempt.number() + " and no more are allowed",
        why.trace(),
        why.cause(),
        false);
  }

  private void retryAfter(Attempt attempt, Duration delay, Failure failure, Instant now) {
    Duration wait = delay.isNegative() ? Duration.ZERO : delay;
    retrying(attempt, Spans.after(now, wait), failure, now);
    timers.after(attempt.run, attempt.child, wait, () -> lanes.ready(attempt.run, attempt.child));
  }

  private void retrying(Attempt attempt, Instant at, Failure failure, Instant now) {
    int number = attempt.number();
    String message = "attempt " + number + " failed: " + failure.summary();
    recorder.enter(
        attempt.run,
        attempt.child,
        new State.Retrying(message, now, at, number, Optional.of(failure)));
  }

  private void failFinally(NodeRun run, int index, Failure failure, StateType type, Instant now) {
    Optional<Failure> kept = Optional.of(failure);
    State state =
        type == StateType.TIMED_OUT
            ? new State.TimedOut(failure.message(), now, kept)
            : new State.Failed(failure.summary(), now, kept);
    ends.end(run, index, state, failure);
  }
}
