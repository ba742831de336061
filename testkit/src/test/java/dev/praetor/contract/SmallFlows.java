package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.Task0;
import dev.praetor.Task1;
import dev.praetor.function.F0;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The flows and tasks that many tests need, so that each test shows only its own particulars. */
final class SmallFlows {
  private SmallFlows() {}

  /** Returns a flow that calls one task. */
  static <R extends @Nullable Object> Flow<R> single(Task0<R> task) {
    return Flow.define("f", f -> task.call());
  }

  /** Returns a flow that maps a task over elements and collects the results. */
  @SafeVarargs
  @SuppressWarnings("varargs") // The array is copied at once.
  static <A, R extends @Nullable Object> Flow<List<R>> mapped(Task1<A, R> task, A... elements) {
    List<A> list = List.of(elements);
    return Flow.define("f", f -> task.map(each(value(list))).collect());
  }

  /** Returns a task called {@code t}. */
  static Task0<Integer> task(F0<Integer> code) {
    return Task.of("t", Integer.class, code);
  }

  /** Returns a task called {@code t} that throws the given exception in each attempt. */
  static Task0<Integer> failing(Supplier<? extends Throwable> thrown) {
    return task(() -> {
      switch (thrown.get()) {
        case Exception exception -> throw exception;
        case Error error -> throw error;
        case Throwable other -> throw new IllegalStateException(other);
      }
    });
  }

  /** Waits until it is interrupted. */
  static int hang() throws InterruptedException {
    new CountDownLatch(1).await();
    return 1;
  }

  /** Waits until it is released, however often it is interrupted. */
  static int ignoreInterrupts(CountDownLatch release) {
    while (true) {
      try {
        release.await();
        return 1;
      } catch (InterruptedException ignoredOnPurpose) {
        // Ignored: the run has to abandon this thread.
      }
    }
  }
}
