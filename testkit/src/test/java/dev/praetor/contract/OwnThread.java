package dev.praetor.contract;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Node;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.engine.Journal;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.RunSettings;
import dev.praetor.function.F1;
import dev.praetor.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program in which the thread of the only attempt of a run records its end, whatever its code has
 * left behind in it. In the process of other tests, abandoned code may keep the processors busy.
 */
final class OwnThread {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int LENGTH = 5;

  private final ThreadLocal<String> left = new ThreadLocal<>();
  private final List<Thread> bodies = new CopyOnWriteArrayList<>();
  private final AtomicInteger leaks = new AtomicInteger();

  private OwnThread() {}

  public static void main(String[] args) {
    OwnThread program = new OwnThread();
    switch (args[0]) {
      case "plain" -> program.plain();
      case "hostile" -> program.hostile();
      default -> program.failing();
    }
    System.out.println("right");
  }

  /** A journal that notes by which threads, and in which state of them, it is called. */
  private static final class Noting implements Journal {
    final List<Thread> threads = new CopyOnWriteArrayList<>();
    final List<String> wrong = new CopyOnWriteArrayList<>();

    @Override
    public void append(Batch batch, Receipt receipt) {
      Thread thread = Thread.currentThread();
      threads.add(thread);
      if (thread.isInterrupted()) {
        wrong.add("interrupted");
      }
      if (thread.getContextClassLoader() != ClassLoader.getSystemClassLoader()) {
        wrong.add("class loader " + thread.getContextClassLoader());
      }
      receipt.durable();
    }
  }

  private Flow<Integer> chain(F1<Integer, Integer> body) {
    return Flow.define(
        "chain",
        f -> {
          Node<Integer> last = value(0);
          for (int i = 0; i < LENGTH; i++) {
            last = Task.of("step", Integer.class, body).call(last);
          }
          return last;
        });
  }

  private static FlowResult<Integer> run(Flow<Integer> flow, Journal journal) {
    SettableClock clock = SettableClock.manual(Instant.parse("2026-01-05T08:00:00Z"));
    return LocalRun.of(flow)
        .with(s -> s.withTime(clock))
        .with(s -> s.withPersistence(new RunSettings.Persistence(journal, s.persistence().cache())))
        .run();
  }

  /** Runs until nothing else in this process has kept the ends from their own threads. */
  private Noting runInPlace(F1<Integer, Integer> body) {
    Flow<Integer> flow = chain(body);
    return await()
        .atMost(PATIENCE)
        .until(
            () -> {
              bodies.clear();
              Noting journal = new Noting();
              FlowResult<Integer> result = run(flow, journal);
              assertThat(result.state().type()).isEqualTo(StateType.SUCCESS);
              assertThat(result.value()).isEqualTo(LENGTH);
              return journal;
            },
            journal -> bodies.equals(journal.threads));
  }

  private int plain(int x) {
    bodies.add(Thread.currentThread());
    return x + 1;
  }

  private void plain() {
    Noting journal = runInPlace(this::plain);
    assertThat(journal.threads).hasSize(LENGTH).doesNotHaveDuplicates();
    assertThat(journal.wrong).isEmpty();
  }

  @SuppressWarnings("ThreadPriorityCheck") // Code of authors may do so.
  private int hostile(int x) {
    Thread thread = Thread.currentThread();
    bodies.add(thread);
    if (left.get() != null || !thread.getName().startsWith("run-") || thread.isInterrupted()) {
      leaks.incrementAndGet();
    }
    left.set("left behind");
    thread.setName("mine");
    thread.setPriority(Thread.MIN_PRIORITY);
    thread.setContextClassLoader(new ClassLoader() {});
    thread.setUncaughtExceptionHandler((_, _) -> leaks.incrementAndGet());
    thread.interrupt();
    return x + 1;
  }

  private void hostile() {
    Noting journal = runInPlace(this::hostile);
    assertThat(journal.wrong).isEmpty();
    assertThat(leaks).hasValue(0);
  }

  private int failing(int x) {
    bodies.add(Thread.currentThread());
    Thread.currentThread().interrupt();
    throw new StackOverflowError("deep");
  }

  private void failing() {
    Flow<Integer> flow = chain(this::failing);
    await()
        .atMost(PATIENCE)
        .until(() -> {
          bodies.clear();
          Noting journal = new Noting();
          assertThat(run(flow, journal).state().type()).isEqualTo(StateType.FAILED);
          assertThat(journal.wrong).isEmpty();
          return bodies.getFirst() == journal.threads.getFirst();
        });
  }
}
