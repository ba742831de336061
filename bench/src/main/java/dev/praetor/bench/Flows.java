package dev.praetor.bench;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;

import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Task;
import dev.praetor.Task1;
import dev.praetor.function.F1;
import java.util.List;
import java.util.stream.IntStream;

/** The flows that are measured. */
final class Flows {
  private Flows() {}

  /** Returns a flow with one map of tasks that do nothing. */
  static Flow<Integer> flat(int width) {
    return flat("flat", width, x -> x);
  }

  static Flow<Integer> flat(String name, int width, F1<Integer, Integer> body) {
    List<Integer> list = numbers(width);
    return Flow.define(
            name,
            f -> {
              f.decidedBy(Task.of("noop", Integer.class, body).map(each(value(list))));
              return value(0);
            })
        .widthLimit(width);
  }

  /** Returns a flow with three maps, each over the results of the map before. */
  static Flow<Integer> chained(int width) {
    List<Integer> list = numbers(width);
    return Flow.define(
        "chained",
        f -> {
          Mapped<Integer> second = same("b").map(same("a").map(each(value(list))));
          f.decidedBy(same("c").map(second));
          return value(0);
        });
  }

  /** Returns a flow with a map and a task that takes all its results. */
  static Flow<Long> fanIn(int width) {
    List<Integer> list = numbers(width);
    return Flow.define(
        "fan-in",
        f ->
            Task.of("sum", Long.class, (List<Integer> xs) -> xs.stream().mapToLong(x -> x).sum())
                .call(same("noop").map(each(value(list))).collect()));
  }

  /** Returns a flow with tasks, each of which needs the result of the task before. */
  static Flow<Integer> chain(int length, F1<Integer, Integer> body) {
    return Flow.define(
        "chain",
        f -> {
          Node<Integer> last = value(0);
          for (int i = 0; i < length; i++) {
            last = Task.of("step", Integer.class, body).call(last);
          }
          return last;
        });
  }

  private static List<Integer> numbers(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static Task1<Integer, Integer> same(String name) {
    return Task.of(name, Integer.class, (Integer x) -> x);
  }
}
