package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The program of {@link SmallHeapTest}, which runs a flow that needs more memory than there is. */
final class SmallHeap {
  private SmallHeap() {}

  static void main(String[] args) {
    TestRun<?> run = FlowTester.of(flow(args[0])).run();
    System.out.println(
        "ended: "
            + Stream.of("greedy", "modest")
                .flatMap(node ->
                    run.taskRuns().stream()
                        .filter(each -> each.node().equals(node) && each.index() < 0)
                        .map(each -> node + " " + each.state().name()))
                .collect(Collectors.joining(" ")));
  }

  private static Flow<?> flow(String name) {
    return switch (name) {
      case "one-task-takes-all" -> greedy(1);
      case "forty-tasks-take-all" -> greedy(40);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static int takeAll(int x) {
    List<long[]> taken = new ArrayList<>();
    for (int i = 0; i < 5_000_000; i++) {
      taken.add(new long[100]);
    }
    return taken.size();
  }

  private static int modest(int x) {
    return x + 1;
  }

  private static Flow<Integer> greedy(int tasks) {
    return Flow.define(
        "greedy",
        f -> {
          Task.of("greedy", Integer.class, SmallHeap::takeAll).map(each(value(range(tasks))));
          return Task.of("modest", Integer.class, SmallHeap::modest).call(value(1));
        });
  }

  private static List<Integer> range(int n) {
    return IntStream.range(0, n).boxed().toList();
  }
}
