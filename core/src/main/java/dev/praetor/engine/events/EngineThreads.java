package dev.praetor.engine.events;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The platform threads of the engine. A pool that has nothing to do has no threads. Its threads
 * sleep while they wait, unlike those of a {@link java.util.concurrent.ForkJoinPool}, which look
 * for work for some time and take the processors from the bodies of tasks.
 */
public final class EngineThreads {
  private static final int KEPT_SECONDS = 10;
  private static final Executor WAITING = pool("praetor-begin-", 256);

  private EngineThreads() {}

  /** Returns the threads for the parts of the beginning of a run that may wait, such as a disk. */
  public static Executor waiting() {
    return WAITING;
  }

  /** Creates a pool with a number of threads, which have these names, with a number added. */
  static ExecutorService pool(String name, int threads) {
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            KEPT_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name(name, 0).factory());
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }
}
