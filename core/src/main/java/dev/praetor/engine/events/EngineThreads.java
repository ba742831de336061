package dev.praetor.engine.events;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The platform threads of the engine. They sleep while they wait, unlike those of a {@link
 * java.util.concurrent.ForkJoinPool}, which look for work for some time and take the processors
 * from the bodies of tasks.
 */
public final class EngineThreads {
  private static final int KEPT_SECONDS = 10;
  private static final Executor WAITING = idling("praetor-begin-", 256);

  private EngineThreads() {}

  /** Returns the threads for the parts of the beginning of a run that may wait, such as a disk. */
  public static Executor waiting() {
    return WAITING;
  }

  /**
   * Creates a pool whose threads are made at once and kept. A thread that is made while bodies fill
   * the heap may die of it, and then the work that it was made for is never done.
   */
  static ExecutorService kept(String name, int threads) {
    ThreadPoolExecutor pool = pool(name, threads);
    int _ = pool.prestartAllCoreThreads();
    return pool;
  }

  private static ThreadPoolExecutor idling(String name, int threads) {
    ThreadPoolExecutor pool = pool(name, threads);
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  private static ThreadPoolExecutor pool(String name, int threads) {
    return new ThreadPoolExecutor(
        threads,
        threads,
        KEPT_SECONDS,
        TimeUnit.SECONDS,
        new LinkedBlockingQueue<>(),
        Thread.ofPlatform().daemon().name(name, 0).factory());
  }
}
