package dev.praetor.engine.loop;

import dev.praetor.Failure;
import dev.praetor.Signal;
import dev.praetor.State;
import dev.praetor.StateType;
import dev.praetor.engine.Decisions;
import dev.praetor.engine.events.TurnClock;
import dev.praetor.engine.task.Policy;
import dev.praetor.engine.taskruns.NodeRun;
import dev.praetor.engine.taskruns.TaskRunExtra;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

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
      TurnClock clock) {
    this.context = context;
    this.recorder = recorder;
    this.ends = ends;
    this.buffer = buffer;
    this.running = running;
    this.lanes = lanes;
    this.timers = timers;
    this.stopping = stopping;
    this.clock = clock;
  }

  @Override
  public void missedCache(Attempt attempt, String why) {
    if (attempt.abandoned) {
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
    NodeRun run = attempt.run;
    int index = attempt.child;
    String label = attempt.label();
    if (label != null) {
      run.children().setLabel(index, label);
    }
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
      case Attempt.End.Next next -> iterate(run, index, next.state(), now);
      case Attempt.End.Failed failed -> {
        ensureRunning(attempt, now);
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

  private void iterate(NodeRun run, int index, @Nullable Object state, Instant now) {
    TaskRunExtra extra = recorder.extra(run, index);
    extra.iterate(state);
    if (stopping.isStopping()) {
      stopping.cancel(run, index);
      return;
    }
    String shown = context.masker().mask(String.valueOf(state), 200);
    String message = "iteration " + extra.iteration() + " with " + shown;
    recorder.note(run, index, new State.Running(message, now, 1));
    buffer.whenDurable(() -> lanes.ready(run, index));
  }

  @Override
  public void timedOut(Attempt attempt) {
    Duration longest = attempt.run.node.policy().timeout().orElseThrow();
    StackTraceElement[] stack = Objects.requireNonNull(attempt.thread).getStackTrace();
    running.abandon(attempt);
    TimeoutException thrown = new TimeoutException("took longer than " + longest);
    thrown.setStackTrace(stack);
    Failure failure = context.masker().failure(thrown);
    boolean again =
        Retries.apply(attempt.run.node.policy().retry(), TimeoutException.class, failure);
    Instant now = clock.now();
    ensureRunning(attempt, now);
    failed(attempt, failure.withRetryable(again), StateType.TIMED_OUT, now);
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
    switch (Decisions.afterFailure(
        policy, failure, counted(attempt), clock.now(), random.nextDouble())) {
      case Decisions.AfterFailure.RetryAt retry -> retryAt(attempt, retry.at(), failure, now);
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
    Instant at =
        switch (retry.request()) {
          case Signal.Request.RetryAfter after ->
              Decisions.retryAt(Optional.of(after.delay()), Optional.empty(), now);
          case Signal.Request.RetryAt when ->
              Decisions.retryAt(Optional.empty(), Optional.of(when.at()), now);
          default -> throw new IllegalStateException("no retry: " + retry.request());
        };
    retryAt(attempt, at, retry.why(), now);
  }

  private static Failure exhausted(Attempt attempt, Failure why) {
    return new Failure(
        why.type(),
        why.message() + ", but this was attempt " + attempt.number() + " and no more are allowed",
        why.trace(),
        why.cause(),
        false);
  }

  private void retryAt(Attempt attempt, Instant at, Failure failure, Instant now) {
    NodeRun run = attempt.run;
    int index = attempt.child;
    int number = attempt.number();
    String message = "attempt " + number + " failed: " + failure.summary();
    recorder.enter(run, index, new State.Retrying(message, now, at, number, Optional.of(failure)));
    timers.at(run, index, at, () -> lanes.ready(run, index));
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
