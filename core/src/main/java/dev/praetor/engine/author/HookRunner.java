package dev.praetor.engine.author;

import dev.praetor.Failure;
import dev.praetor.engine.Spans;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.secret.Masker;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls hooks one after the other, on a thread of its own. Each hook has a time limit, after which
 * it is abandoned and another thread calls the rest; what a hook throws is logged and changes
 * nothing. Thread-safe.
 */
public final class HookRunner {
  private static final Logger LOG = LoggerFactory.getLogger(HookRunner.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);
  private static final Callable<?> END = () -> "end";
  private final String run;
  private final Duration longest;
  private final Masker masker;
  private final @Nullable ClassLoader loader = Thread.currentThread().getContextClassLoader();
  private final Timekeeper clock = Timekeeper.system();
  private final LinkedBlockingQueue<Callable<?>> calls = new LinkedBlockingQueue<>();
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();
  private @Nullable Worker worker;

  /** A thread that calls hooks until it is abandoned, and the watch over its current call. */
  private final class Worker {
    private final Thread thread =
        Thread.ofPlatform().daemon().name("run-" + run + "/hooks").unstarted(this::work);
    private final Timekeeper.Alarm alarm = clock.alarm(this::watch);
    private volatile long limit = Spans.NEVER;
    private volatile boolean abandoned;

    private void work() {
      try {
        for (Callable<?> call = calls.take(); call != END; call = calls.take()) {
          watchUntil(Spans.after(clock.nanos(), longest));
          call(call);
          limit = Spans.NEVER;
          if (abandoned) {
            return;
          }
        }
        closed.complete(null);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        alarm.close();
      }
    }

    private synchronized void watchUntil(long nanos) {
      limit = nanos;
      alarm.set(Timekeeper.Due.after(nanos), false);
    }

    private void watch() {
      long due = limit;
      if (due <= clock.nanos()) {
        replace(this);
      } else if (due != Spans.NEVER) {
        watchUntil(due);
      }
    }
  }

  public HookRunner(String run, Duration longest, Masker masker) {
    this.run = run;
    this.longest = longest;
    this.masker = masker;
  }

  /** Adds a call of a hook. */
  public synchronized void add(Callable<?> call) {
    calls.add(call);
    if (worker == null && !closed.isDone()) {
      worker = start();
    }
  }

  private Worker start() {
    Worker started = new Worker();
    started.thread.setContextClassLoader(loader);
    started.thread.start();
    return started;
  }

  private void call(Callable<?> call) {
    try {
      call.call();
    } catch (Throwable thrown) {
      Failure failure = masker.failure(thrown);
      LOG.atWarn()
          .addKeyValue("run", run)
          .log("a hook failed: {}\n{}", failure.summary(), failure.trace());
    }
  }

  private synchronized void replace(Worker late) {
    if (worker != late || closed.isDone()) {
      return;
    }
    late.abandoned = true;
    late.thread.interrupt();
    LOG.atWarn()
        .addKeyValue("run", run)
        .log("a hook took longer than {} and was abandoned", longest);
    worker = start();
  }

  /**
   * Calls the remaining hooks for at most 3 seconds, and then none any more.
   *
   * @return completed when that is done
   */
  public synchronized CompletableFuture<@Nullable Void> close() {
    if (worker == null) {
      closed.complete(null);
      return closed;
    }
    calls.add(END);
    var _ =
        closed
            .copy()
            .orTimeout(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(_ -> {
              leave();
              return null;
            });
    return closed;
  }

  private synchronized void leave() {
    if (closed.complete(null)) {
      LOG.atWarn().addKeyValue("run", run).log("hooks were abandoned when the run ended");
      calls.clear();
      calls.add(END);
      Worker last = worker;
      if (last != null) {
        last.abandoned = true;
        last.thread.interrupt();
      }
    }
  }
}
