package dev.praetor.store.chaos;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;

import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * A flow with three levels of 2,000 children; the children of the second level may run at most
 * once.
 */
final class ChaosFlow {
  static final int WIDTH = 2_000;
  static final String LEDGER = "praetor.chaos.ledger";

  private ChaosFlow() {}

  /** Opens the ledger only in the process in which tasks run. */
  private static final class Outside {
    static final Ledger LEDGER =
        new Ledger(
            Path.of(
                Objects.requireNonNull(System.getProperty(ChaosFlow.LEDGER), ChaosFlow.LEDGER)));
  }

  static Flow<Long> flow() {
    return Flow.define(
            "chaos",
            f -> {
              Mapped<Integer> first =
                  Task.of(ChaosFlow::first)
                      .map(each(Task.of(ChaosFlow::numbers).call(value(WIDTH))));
              Mapped<Integer> second = Task.of(ChaosFlow::second).atMostOnce().map(first);
              Mapped<Integer> third = Task.of(ChaosFlow::third).map(second);
              f.decidedBy(third);
              return Task.of(ChaosFlow::sum).call(third.collect());
            })
        .concurrency(64);
  }

  static List<Integer> numbers(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  static int first(int x) {
    return noted(x + 1);
  }

  static int second(int x) {
    return noted(2 * x);
  }

  static int third(int x) {
    return noted(x + 3);
  }

  /** Returns the result of the third level for an element. */
  static int expected(int index) {
    return 2 * (index + 1) + 3;
  }

  static long sum(List<Integer> all) {
    return all.stream().mapToLong(Integer::longValue).sum();
  }

  private static int noted(int result) {
    TaskContext now = TaskContext.current();
    Outside.LEDGER.write(new Ledger.Line(true, now.node(), now.index()));
    Outside.LEDGER.write(new Ledger.Line(false, now.node(), now.index()));
    return result;
  }
}
