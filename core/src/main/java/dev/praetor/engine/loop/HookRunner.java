package dev.praetor.engine.loop;

import dev.praetor.State;
import dev.praetor.TaskRun;
import dev.praetor.function.V1;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls hooks one after the other, off the run's thread. Each hook has a time limit; exceptions are
 * logged and change nothing. For the owner of the run.
 */
final class HookRunner {
  private static final Logger LOG = LoggerFactory.getLogger(HookRunner.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(30);
  private static final Runnable END = () -> {};
  private final String run;
  private final Duration longest;
  private final List<V1<State>> flowHooks;
  private final LinkedBlockingQueue<Runnable> calls = new LinkedBlockingQueue<>();
  private @Nullable Thread thread;

  HookRunner(String run, Duration longest, List<V1<State>> flowHooks) {
    this.run = run;
    this.longest = longest;
    this.flowHooks = flowHooks;
  }

  void flow(State state) {
    for (V1<State> hook : flowHooks) {
      add(() -> call(hook, state));
    }
  }

  void call(List<V1<TaskRun>> hooks, TaskRun about) {
    for (V1<TaskRun> hook : hooks) {
      add(() -> call(hook, about));
    }
  }

  private void add(Runnable call) {
    calls.add(call);
    if (thread == null) {
      thread = Thread.ofVirtual().name("run-" + run + "/hooks").start(this::work);
    }
  }

  private void work() {
    try {
      for (Runnable call = calls.take(); call != END; call = calls.take()) {
        call.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private <T> void call(V1<T> hook, T about) {
    FutureTask<@Nullable Void> task =
        new FutureTask<>(() -> {
          hook.apply(about);
          return null;
        });
    Thread caller = Thread.ofVirtual().name("run-" + run + "/hook").start(task);
    try {
      task.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      caller.interrupt();
      LOG.atWarn()
          .addKeyValue("run", run)
          .log("a hook took longer than {} and was abandoned", longest);
    } catch (ExecutionException e) {
      LOG.atWarn().addKeyValue("run", run).setCause(e.getCause()).log("a hook failed");
    } catch (InterruptedException e) {
      caller.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the requested hooks, for a limited time. */
  void close() {
    Thread running = thread;
    if (running == null) {
      return;
    }
    calls.add(END);
    try {
      if (!running.join(longest.plus(LONGEST_CLOSE))) {
        running.interrupt();
        LOG.atWarn().addKeyValue("run", run).log("hooks were abandoned when the run ended");
      }
    } catch (InterruptedException e) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
