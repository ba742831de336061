package dev.praetor.engine.local;

import dev.praetor.Retry;
import dev.praetor.State;
import dev.praetor.engine.Spans;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.events.Turns;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunIds;
import dev.praetor.engine.run.RunRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Retries a run by the policy of its flow: decides whether a failed run is retried, and waits for
 * the delay without holding a thread. Thread-safe.
 */
final class FlowRetries {
  private final Retry policy;
  private final Timekeeper time;
  private final Consumer<RunRequest> again;
  private final CompletableFuture<FinishedRun> end;
  private final Turns turns = new Turns(this::turn);
  private final RandomGenerator random = RandomGenerator.getDefault();
  private int retries;
  private volatile @Nullable Waiting waiting;
  private volatile boolean cancelled;

  /** A failed run, which is retried at an elapsed time. */
  private record Waiting(FinishedRun failed, long due, Timekeeper.Alarm alarm) {}

  /**
   * Creates the retries of a run.
   *
   * @param again starts a retry
   * @param end the end of the last run
   */
  FlowRetries(
      RunRequest request,
      Timekeeper time,
      Consumer<RunRequest> again,
      CompletableFuture<FinishedRun> end) {
    this.policy = request.options().retry();
    this.time = time;
    this.again = again;
    this.end = end;
  }

  /** Retries a run that has ended, or passes its result on. */
  void ended(FinishedRun result) {
    boolean failed = result.state() instanceof State.Unsuccessful;
    if (cancelled || !failed || retries >= policy.times()) {
      end.complete(result);
      return;
    }
    FlowRetryRule.judge(
        policy,
        result,
        applies -> {
          if (applies) {
            await(result);
          } else {
            end.complete(result);
          }
        });
  }

  private void await(FinishedRun failed) {
    retries++;
    Duration delay = policy.delay(retries, random.nextDouble());
    Timekeeper.Alarm alarm = time.alarm(turns::request);
    waiting = new Waiting(failed, Spans.after(time.nanos(), delay), alarm);
    turns.request();
  }

  void cancel() {
    cancelled = true;
    turns.request();
  }

  private void turn() {
    Waiting now = waiting;
    if (now == null) {
      return;
    }
    boolean due = now.due() != Spans.NEVER && time.nanos() >= now.due();
    if (!cancelled && !due) {
      now.alarm().set(Timekeeper.Due.after(now.due()), true);
      return;
    }
    waiting = null;
    now.alarm().close();
    if (cancelled) {
      end.complete(now.failed());
    } else {
      start(now.failed());
    }
  }

  private void start(FinishedRun failed) {
    try {
      Instant created = time.instant();
      again.accept(failed.plan().again(RunIds.at(created), created, failed.recorded()));
    } catch (Throwable thrown) {
      end.completeExceptionally(thrown);
    }
  }
}
