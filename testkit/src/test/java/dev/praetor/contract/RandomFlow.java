package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;

import dev.praetor.Arg;
import dev.praetor.Flow;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Signal;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.Trigger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A random flow, whose tasks end the same way each time and count their calls. */
final class RandomFlow {
  private static final List<Trigger> TRIGGERS =
      List.of(
          Trigger.ALL_SUCCESSFUL,
          Trigger.ALL_SUCCESSFUL,
          Trigger.ALL_SUCCESSFUL,
          Trigger.ALL_FINISHED,
          Trigger.ANY_SUCCESSFUL,
          Trigger.ANY_FAILED,
          Trigger.NOT_ALL_SKIPPED);

  final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final RandomGenerator random;
  private final List<Arg<?>> all = new ArrayList<>();
  private final Map<Integer, List<Mapped<Integer>>> mapped = new HashMap<>();
  private final List<Node<List<Integer>>> lists = new ArrayList<>();
  private final List<Integer> widths = new ArrayList<>();

  RandomFlow(RandomGenerator random) {
    this.random = random;
  }

  /** The behaviour of a node, by its index. */
  private final class Body {
    private final List<String> does;
    private final int width;

    Body(int width) {
      this.width = width;
      does =
          IntStream.rangeClosed(0, width)
              .mapToObj(i -> {
                int dice = random.nextInt(10);
                return dice == 0 ? "fail" : dice == 1 ? "skip" : "value";
              })
              .toList();
    }

    private int act() {
      TaskContext now = TaskContext.current();
      calls.computeIfAbsent(now.taskRun(), _ -> new AtomicInteger()).incrementAndGet();
      switch (does.get(now.index() + 1)) {
        case "fail" -> throw new IllegalStateException("on purpose");
        case "skip" -> throw Signal.skip("on purpose");
        default -> {
          return now.index();
        }
      }
    }

    List<Integer> list() {
      act();
      return IntStream.range(0, width).boxed().toList();
    }

    int one(@Nullable Integer a) {
      return act();
    }

    int two(@Nullable Integer a, @Nullable Integer b) {
      return act();
    }

    int sum(@Nullable List<Integer> list) {
      return act();
    }

    int none() {
      return act();
    }
  }

  Flow<Integer> make(int nodes) {
    return Flow.define(
        "random",
        f -> {
          for (int i = 0; i < nodes; i++) {
            add("n" + i);
          }
          return value(0);
        });
  }

  private void add(String name) {
    Trigger trigger = TRIGGERS.get(random.nextInt(TRIGGERS.size()));
    boolean skips = random.nextInt(4) > 0;
    int kind = random.nextInt(5);
    if (kind == 0 || lists.isEmpty()) {
      int width = random.nextInt(6);
      Body body = new Body(width);
      Node<List<Integer>> list =
          Task.of(body::list)
              .named(name)
              .trigger(trigger)
              .skipOnUpstreamSkip(skips)
              .call()
              .after(some());
      lists.add(list);
      widths.add(width);
      all.add(list);
    } else if (kind == 1) {
      Body body = new Body(0);
      all.add(
          Task.of(body::none)
              .named(name)
              .trigger(trigger)
              .skipOnUpstreamSkip(skips)
              .call()
              .after(some()));
    } else if (kind == 2 && !mapped.isEmpty()) {
      Body body = new Body(0);
      Mapped<Integer> over = anyMapped();
      all.add(
          Task.of(body::sum)
              .named(name)
              .trigger(trigger)
              .skipOnUpstreamSkip(skips)
              .call(over.collect())
              .after(some()));
    } else {
      map(name, trigger, skips);
    }
  }

  private void map(String name, Trigger trigger, boolean skips) {
    int at = random.nextInt(lists.size());
    int width = widths.get(at);
    List<Mapped<Integer>> same = mapped.computeIfAbsent(width, _ -> new ArrayList<>());
    Mapped<Integer> first =
        same.isEmpty() || random.nextInt(3) == 0
            ? each(lists.get(at))
            : same.get(random.nextInt(same.size()));
    Body body = new Body(width);
    Mapped<Integer> made =
        same.size() < 2 || random.nextBoolean()
            ? Task.of(body::one)
                .named(name)
                .trigger(trigger)
                .skipOnUpstreamSkip(skips)
                .map(first)
                .after(some())
            : Task.of(body::two)
                .named(name)
                .trigger(trigger)
                .skipOnUpstreamSkip(skips)
                .map(first, same.get(random.nextInt(same.size())))
                .after(some());
    same.add(made);
    all.add(made);
  }

  private Mapped<Integer> anyMapped() {
    List<Mapped<Integer>> every = mapped.values().stream().flatMap(List::stream).toList();
    return every.get(random.nextInt(every.size()));
  }

  private Arg<?>[] some() {
    return random.nextInt(3) > 0 || all.isEmpty()
        ? new Arg<?>[0]
        : new Arg<?>[] {all.get(random.nextInt(all.size()))};
  }
}
