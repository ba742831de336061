package dev.praetor.store;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;

import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.Task;
import dev.praetor.store.model.StoreLocation;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The program of {@link SmallHeapStoreTest}: runs whose results do not fit the heap together. */
final class LargeResults {
  private static final int SMALLER = 20_000;
  private static final int LARGER = 1_000_000;

  private LargeResults() {}

  static void main(String[] args) {
    try (RunStore store = RunStore.open(new StoreLocation.Home(Path.of(args[0])))) {
      System.out.println("ended: " + Flows.run(store, flow(args[1])).state());
    }
  }

  static Flow<?> flow(String shape) {
    return switch (shape) {
      case "20000-results-of-20-kb" ->
          Flow.define(
              shape, f -> Task.of(LargeResults::smaller).map(each(value(range(20_000)))).collect());
      case "20000-results-of-20-kb-added" ->
          Flow.define(
              shape,
              f ->
                  Task.of(LargeResults::total)
                      .call(
                          Task.of(LargeResults::smaller)
                              .map(each(value(range(20_000))))
                              .collect()));
      case "1000-slices-of-1-mb" ->
          Flow.define(
              shape,
              f -> {
                Mapped<String> made = Task.of(LargeResults::larger).map(each(value(range(1_000))));
                Mapped<String> passed = Task.of(LargeResults::passed).map(made);
                return Task.of(LargeResults::length).map(passed).collect();
              });
      default -> throw new IllegalArgumentException(shape);
    };
  }

  private static List<Integer> range(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  static String smaller(int x) {
    return x + "-".repeat(SMALLER);
  }

  static String larger(int x) {
    return x + "-".repeat(LARGER);
  }

  static String passed(String text) {
    return text + "+";
  }

  static int length(String text) {
    return text.length();
  }

  static long total(List<String> texts) {
    return texts.stream().mapToLong(String::length).sum();
  }
}
