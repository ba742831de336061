package dev.praetor.engine.local;

import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.engine.loop.Approvals;
import dev.praetor.engine.loop.ChildRun;
import dev.praetor.engine.loop.RunLoop;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunIds;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.engine.task.FlowOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A run in progress, and the runs that retry it if its flow has retries. Thread-safe. */
public final class StartedRun<R extends @Nullable Object> implements FlowRun<R>, ChildRun {
  private final RunSettings settings;
  private final RunRequest plan;
  private final CompletableFuture<FinishedRun> end = new CompletableFuture<>();
  private volatile RunLoop loop;
  private volatile @Nullable String cancelled;
  private volatile @Nullable Thread thread;

  StartedRun(RunRequest plan, RunSettings settings) {
    this.plan = plan;
    this.settings = settings;
    this.loop = new RunLoop(plan, settings, LocalRun::startChild);
  }

  void begin() {
    thread =
        Thread.ofVirtual()
            .name("run-" + plan.id())
            .start(() -> {
              try {
                end.complete(runAndRetry());
              } catch (Throwable thrown) {
                end.completeExceptionally(thrown);
              }
            });
  }

  private FinishedRun runAndRetry() {
    FlowOptions options = plan.options();
    FinishedRun result = loop.run();
    for (int retry = 1; retry <= options.retry().times() && isAgain(result); retry++) {
      if (!waitFor(options.retry().delay(retry, 0.5))) {
        return result;
      }
      Instant now = settings.time().instant();
      RunRequest again = result.plan().again(RunIds.at(now), now, result.recorded());
      loop = new RunLoop(again, settings, LocalRun::startChild);
      String why = cancelled;
      if (why != null) {
        loop.cancel(why);
      }
      result = loop.run();
    }
    return result;
  }

  private boolean isAgain(FinishedRun result) {
    return cancelled == null && result.state() instanceof State.Unsuccessful;
  }

  /** Waits for a delay; returns false if the run was cancelled before its end. */
  private boolean waitFor(Duration delay) {
    Instant due = settings.time().instant().plus(delay);
    while (cancelled == null && settings.time().instant().isBefore(due)) {
      settings.time().await(due, true);
    }
    return cancelled == null;
  }

  @Override
  public RunId id() {
    return plan.id();
  }

  @Override
  @SuppressWarnings("unchecked")
  public FlowResult<R> await() throws InterruptedException {
    try {
      return (FlowResult<R>) end.get();
    } catch (ExecutionException e) {
      throw failed(e);
    }
  }

  @Override
  @SuppressWarnings("unchecked")
  public Optional<FlowResult<R>> await(Duration longest) throws InterruptedException {
    try {
      return Optional.of((FlowResult<R>) end.get(longest.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw failed(e);
    }
  }

  private RuntimeException failed(ExecutionException e) {
    if (e.getCause() instanceof PraetorException known) {
      return known;
    }
    return new IllegalStateException(
        "run "
            + id()
            + " of flow '"
            + plan.flow()
            + "' was ended by an internal error of the engine",
        e.getCause());
  }

  @Override
  public void cancel(String why) {
    cancelled = why;
    loop.cancel(why);
    LockSupport.unpark(thread);
  }

  @Override
  public void leave(String why) {
    cancelled = why;
    loop.leave(why);
    LockSupport.unpark(thread);
  }

  @Override
  public List<TaskRun> paused() {
    return ask(Approvals::paused).orElse(List.of());
  }

  @Override
  public boolean approve(String task, String by) {
    return ask(approvals -> approvals.approve(task, by)).orElse(false);
  }

  @Override
  public boolean refuse(String task, String by, String why) {
    return ask(approvals -> approvals.refuse(task, by, why)).orElse(false);
  }

  /** Asks the owner of the run a question; returns empty if the run has ended. */
  private <T> Optional<T> ask(Function<Approvals, T> question) {
    CompletableFuture<T> answer = loop.ask(question);
    CompletableFuture.anyOf(answer, end).exceptionally(thrown -> thrown).join();
    return Optional.ofNullable(answer.getNow(null));
  }
}
