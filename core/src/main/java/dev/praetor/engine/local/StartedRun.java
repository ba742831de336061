package dev.praetor.engine.local;

import dev.praetor.FlowResult;
import dev.praetor.FlowRun;
import dev.praetor.OrderRefused;
import dev.praetor.PraetorException;
import dev.praetor.RunId;
import dev.praetor.TaskRun;
import dev.praetor.engine.Spans;
import dev.praetor.engine.loop.Approvals;
import dev.praetor.engine.loop.ChildRun;
import dev.praetor.engine.loop.Interventions;
import dev.praetor.engine.loop.RunContext;
import dev.praetor.engine.loop.RunLoop;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunRequest;
import dev.praetor.engine.run.RunSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A run in progress, and the runs that retry it if its flow has retries. Thread-safe. */
public final class StartedRun<R extends @Nullable Object> implements FlowRun<R>, ChildRun {
  private final RunSettings settings;
  private final RunRequest request;
  private final CompletableFuture<FinishedRun> end = new CompletableFuture<>();
  private final FlowRetries retries;
  private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final Map<String, FlowRun<?>> runsWithin = new ConcurrentHashMap<>();
  private volatile RunLoop loop;
  private volatile @Nullable String cancelled;

  /** The lock that guards the pause, and the change of the loop. */
  private final Object lock = new Object();

  private @Nullable Pause pause;

  /** A pause of this run, with which its retries begin. */
  private record Pause(String by, String why) {
    CompletableFuture<@Nullable Void> order(RunLoop loop) {
      return loop.order(run -> run.pause(by, why));
    }
  }

  StartedRun(RunRequest request, RunSettings settings) {
    this.request = request;
    this.settings = settings;
    this.loop = new RunLoop(request, settings, this::createWithin);
    this.retries = new FlowRetries(request, settings.time(), this::again, end);
  }

  @Override
  public void begin() {
    follow(loop);
  }

  private void follow(RunLoop current) {
    var _ =
        current
            .start()
            .whenComplete((result, thrown) -> {
              if (thrown != null) {
                end.completeExceptionally(thrown);
              } else {
                retries.ended(result);
              }
            });
  }

  /** Starts a retry of a run that has ended. */
  private void again(RunRequest request) {
    RunLoop next = loopOf(request);
    synchronized (lock) {
      loop = next;
      if (pause != null) {
        var _ = pause.order(next);
      }
    }
    String why = cancelled;
    if (why != null) {
      next.cancel(why);
    }
    follow(next);
  }

  /** Creates a loop whose code of authors has the class loader with which this run was started. */
  private RunLoop loopOf(RunRequest request) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return new RunLoop(request, settings, this::createWithin);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Override
  public CompletableFuture<FinishedRun> ended() {
    return end;
  }

  @Override
  public RunId id() {
    return request.id();
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
      return Optional.of((FlowResult<R>) end.get(Spans.nanos(longest), TimeUnit.NANOSECONDS));
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
            + request.flow()
            + "' was ended by an internal error of the engine",
        e.getCause());
  }

  @Override
  public void cancel(String why) {
    cancelled = why;
    retries.cancel();
    loop.cancel(why);
  }

  @Override
  public void leave(String why) {
    cancelled = why;
    retries.cancel();
    loop.leave(why);
  }

  /**
   * Stops this run silently as soon as it only waits, and for nothing that is due within the given
   * time, so that another process can resume it. What is in progress meanwhile proceeds.
   */
  public void leaveOnceIdle(String why, Duration within) {
    loop.leaveOnceIdle(why, within);
  }

  @Override
  public List<TaskRun> paused() {
    return ask(Approvals::paused).orElse(List.of());
  }

  @Override
  public boolean approve(String task, String by) {
    return answer(
        task, approvals -> approvals.approve(task, by), (run, path) -> run.approve(path, by));
  }

  @Override
  public boolean refuse(String task, String by, String why) {
    return answer(
        task,
        approvals -> approvals.refuse(task, by, why),
        (run, path) -> run.refuse(path, by, why));
  }

  /** Answers a task run of this run, or of a run within it, whose path has a slash. */
  private boolean answer(
      String task, Function<Approvals, Boolean> own, BiPredicate<FlowRun<?>, String> within) {
    int slash = task.indexOf('/');
    if (slash < 0) {
      return ask(own).orElse(false);
    }
    FlowRun<?> run = runsWithin.get(task.substring(0, slash));
    return run != null && within.test(run, task.substring(slash + 1));
  }

  private ChildRun createWithin(RunContext context, ChildRun.Request request) {
    StartedRun<?> run = LocalRun.createChild(context, request);
    runsWithin.put(request.task(), run);
    var _ = run.ended().whenComplete((_, _) -> runsWithin.remove(request.task(), run));
    return run;
  }

  @Override
  public void pauseWithParent(String by, String why) {
    var _ = orderPause(by, why);
  }

  @Override
  public void resumeWithParent(String by, String why) {
    var _ = orderResume(by, why);
  }

  private CompletableFuture<@Nullable Void> orderPause(String by, String why) {
    synchronized (lock) {
      pause = new Pause(by, why);
      return pause.order(loop);
    }
  }

  private CompletableFuture<@Nullable Void> orderResume(String by, String why) {
    synchronized (lock) {
      pause = null;
      return loop.order(run -> run.resume(by, why));
    }
  }

  @Override
  public void pause(String by, String why) {
    try {
      await(orderPause(by, why));
    } catch (OrderRefused refused) {
      if (waitsForRetry()) {
        return;
      }
      synchronized (lock) {
        pause = null;
      }
      throw refused;
    }
  }

  @Override
  public void resume(String by, String why) {
    try {
      await(orderResume(by, why));
    } catch (OrderRefused refused) {
      if (!waitsForRetry()) {
        throw refused;
      }
    }
  }

  /** Returns whether the run has ended, and its flow may retry it. */
  private boolean waitsForRetry() {
    return !end.isDone() && loop.isEnded() && cancelled == null;
  }

  @Override
  public void skip(String task, String by, String why) {
    await(loop.order(run -> run.skip(task, by, why)));
  }

  @Override
  public void finish(String task, @Nullable Object value, String by, String why) {
    await(loop.order(run -> run.finish(task, new Interventions.Value.Given(value), by, why)));
  }

  @Override
  public void finishWithJson(String task, String json, String by, String why) {
    await(loop.order(run -> run.finish(task, new Interventions.Value.Json(json), by, why)));
  }

  private static void await(CompletableFuture<@Nullable Void> order) {
    try {
      order.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof PraetorException refused) {
        throw refused;
      }
      throw e;
    }
  }

  /** Asks the owner of the run a question; returns empty if the run has ended. */
  private <T> Optional<T> ask(Function<Approvals, T> question) {
    CompletableFuture<T> answer = loop.ask(question);
    CompletableFuture.anyOf(answer, end).exceptionally(thrown -> thrown).join();
    return Optional.ofNullable(answer.getNow(null));
  }
}
