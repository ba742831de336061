package dev.praetor.bench;

import static dev.praetor.Praetor.value;

import dev.praetor.Flow;
import dev.praetor.Praetor;
import dev.praetor.Task;
import dev.praetor.embedded.EngineRun;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The work of an engine that is measured. Another process is a second engine here, with a store of
 * its own, which hears of changes by the same signals.
 */
final class EngineWork implements AutoCloseable {
  private static final int STARTERS = 100;
  private final Home home;
  private final PraetorEngine engine;
  private final AtomicLong began = new AtomicLong();
  private final Flow<Integer> noop =
      Flow.define(
          "noop",
          flow ->
              Task.of(
                      "begin",
                      Integer.class,
                      (Integer n) -> {
                        began.set(System.nanoTime());
                        return n;
                      })
                  .call(value(1)));

  EngineWork(Home home) {
    this.home = home;
    this.engine = Praetor.open(home);
  }

  /** Starts a run, and returns the time until its code began. */
  long submit() throws InterruptedException {
    long submitted = System.nanoTime();
    engine.start(noop).await();
    return began.get() - submitted;
  }

  /** Makes a run, and returns its time from the start to the known end. */
  long whole() throws InterruptedException {
    long submitted = System.nanoTime();
    engine.start(noop).await();
    return System.nanoTime() - submitted;
  }

  /** Makes many runs, started by many threads, and returns the time until all have ended. */
  long atOnce(int runs) throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(STARTERS)) {
      long submitted = System.nanoTime();
      List<Future<EngineRun<Integer>>> all = new ArrayList<>(runs);
      for (int i = 0; i < runs; i++) {
        all.add(threads.submit(() -> engine.start(noop)));
      }
      for (Future<EngineRun<Integer>> run : all) {
        run.get().await();
      }
      return System.nanoTime() - submitted;
    }
  }

  /** Has another engine that cancels runs, and measures until they have ended. */
  Latency cancellation(Measure measure) throws Exception {
    SynchronousQueue<Boolean> begun = new SynchronousQueue<>();
    CountDownLatch never = new CountDownLatch(1);
    Flow<Integer> flow =
        Flow.define(
            "held",
            f ->
                Task.of(
                        "hold",
                        Integer.class,
                        (Integer n) -> {
                          begun.put(true);
                          never.await();
                          return n;
                        })
                    .call(value(1)));
    try (PraetorEngine other = Praetor.open(home)) {
      return measure.of(() -> {
        EngineRun<Integer> run = engine.start(flow);
        begun.poll(1, TimeUnit.MINUTES);
        long ordered = System.nanoTime();
        other.follow(run.id(), flow).cancel("bench");
        run.await();
        return System.nanoTime() - ordered;
      });
    }
  }

  /** Has another engine that waits for runs, and measures from their last code to its return. */
  Latency ends(Measure measure) throws Exception {
    SynchronousQueue<Boolean> open = new SynchronousQueue<>();
    AtomicLong last = new AtomicLong();
    Flow<Integer> flow =
        Flow.define(
            "opened",
            f ->
                Task.of(
                        "wait",
                        Integer.class,
                        (Integer n) -> {
                          open.take();
                          last.set(System.nanoTime());
                          return n;
                        })
                    .call(value(1)));
    try (PraetorEngine other = Praetor.open(home);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return measure.of(() -> {
        EngineRun<Integer> run = engine.start(flow);
        CountDownLatch waiting = new CountDownLatch(1);
        Future<Long> woken =
            threads.submit(() -> {
              EngineRun<Integer> followed = other.follow(run.id(), flow);
              waiting.countDown();
              followed.await();
              return System.nanoTime();
            });
        waiting.await();
        open.put(true);
        return woken.get() - last.get();
      });
    }
  }

  /** Has a full engine whose runs start in another one, and measures until their code begins. */
  static Latency handOver(Home home, Measure measure) throws Exception {
    CountDownLatch open = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    Flow<Integer> holding =
        Flow.define(
            "holding",
            f ->
                Task.of(
                        "hold",
                        Integer.class,
                        (Integer n) -> {
                          held.countDown();
                          open.await();
                          return n;
                        })
                    .call(value(1)));
    try (EngineWork other = new EngineWork(home);
        PraetorEngine full = Praetor.open(home.slots(1))) {
      other.submit();
      full.start(holding);
      held.await();
      try {
        return measure.of(() -> {
          long submitted = System.nanoTime();
          full.start(other.noop).await();
          return other.began.get() - submitted;
        });
      } finally {
        open.countDown();
      }
    }
  }

  /** Measures something that is done again and again. */
  interface Measure {
    Latency of(Latency.Timed timed) throws Exception;
  }

  /** Returns the part of a processor that this process uses while the engine serves and waits. */
  double idle(Duration time) throws InterruptedException {
    submit();
    var system =
        ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
    System.gc();
    TimeUnit.SECONDS.sleep(3);
    long before = system.getProcessCpuTime();
    long from = System.nanoTime();
    TimeUnit.NANOSECONDS.sleep(time.toNanos());
    return (double) (system.getProcessCpuTime() - before) / (System.nanoTime() - from);
  }

  /** Makes many runs, and returns the megabytes of heap in use after each part of them. */
  List<Double> heap(int runs, int parts) throws Exception {
    List<Double> used = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      for (int i = 0; i < runs / parts / 1_000; i++) {
        atOnce(1_000);
      }
      System.gc();
      System.gc();
      Runtime vm = Runtime.getRuntime();
      used.add((vm.totalMemory() - vm.freeMemory()) / 1e6);
    }
    return used;
  }

  @Override
  public void close() {
    engine.close();
  }
}
