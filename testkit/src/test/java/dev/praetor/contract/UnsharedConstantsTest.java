package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.TypeRef;
import dev.praetor.testkit.FlowTester;
import java.sql.Timestamp;
import java.text.SimpleDateFormat;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** A constant that a flow gives to several children is for each of them as it was given. */
@SuppressWarnings({ // Constants of old classes, and of unusual ones, are tested too.
  "IdentityHashMapUsage",
  "JavaUtilDate",
  "JdkObsolete",
  "NonApiType",
  "UnnecessaryStringBuilder",
  "UnusedVariable" // The parameterized test finds its values by name.
})
class UnsharedConstantsTest {
  private static final List<Integer> NUMBERS = List.of(3, 1, 2);
  private static final Comparator<Integer> BY_LAST_BIT = Comparator.comparingInt(n -> -n);

  private static final class Basket extends ArrayList<Integer> {
    private static final long serialVersionUID = 1;

    Basket(List<Integer> content) {
      super(content);
    }
  }

  /** An object of an author that has no copy, and that all are given. */
  private static final class Service {
    private final String name;

    Service(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private record Held(Service service, List<Integer> numbers, PriorityQueue<Integer> queue) {}

  private record Sorted(SortedSet<Integer> numbers) {}

  private static final List<Object> VALUES =
      List.of(
          new PriorityQueue<>(NUMBERS),
          by(BY_LAST_BIT),
          new PriorityBlockingQueue<>(NUMBERS),
          new ArrayBlockingQueue<>(9, false, NUMBERS),
          new LinkedBlockingQueue<>(NUMBERS),
          new LinkedBlockingDeque<>(NUMBERS),
          new LinkedTransferQueue<>(NUMBERS),
          new ConcurrentLinkedDeque<>(NUMBERS),
          new ArrayDeque<>(NUMBERS),
          sorted(),
          new TreeMap<>(Map.of("b", new ArrayList<>(NUMBERS))),
          identity(),
          properties(),
          new Basket(NUMBERS),
          new HashMap<>(Map.of("queue", new PriorityQueue<>(NUMBERS))),
          new ArrayList<>(Arrays.asList(new Service("s"), 1, 2)),
          new ArrayList<>(List.of(new PriorityQueue<>(NUMBERS))),
          new Held(new Service("s"), new ArrayList<>(NUMBERS), new PriorityQueue<>(NUMBERS)),
          new Sorted(sorted()),
          Collections.synchronizedList(new ArrayList<>(NUMBERS)),
          Collections.unmodifiableList(new ArrayList<>(List.of(new AtomicInteger(7)))),
          new AtomicInteger(7),
          new AtomicLong(7),
          new AtomicBoolean(),
          new AtomicReference<>(new ArrayList<>(NUMBERS)),
          adder(),
          new StringBuilder("text"),
          new StringBuffer("text"),
          BitSet.valueOf(new long[] {5}),
          new Date(5),
          new Timestamp(5),
          new java.sql.Date(5),
          new SimpleDateFormat("yyyy", java.util.Locale.ROOT),
          new int[] {1, 2},
          new Object[] {new AtomicInteger(7)},
          new LinkedHashMap<>(Map.of("a", new StringBuilder("b"))));

  private static PriorityQueue<Integer> by(Comparator<Integer> order) {
    PriorityQueue<Integer> queue = new PriorityQueue<>(order);
    queue.addAll(NUMBERS);
    return queue;
  }

  private static TreeSet<Integer> sorted() {
    TreeSet<Integer> set = new TreeSet<>(BY_LAST_BIT);
    set.addAll(NUMBERS);
    return set;
  }

  private static Map<String, List<Integer>> identity() {
    Map<String, List<Integer>> map = new IdentityHashMap<>();
    map.put("key", new ArrayList<>(NUMBERS));
    return map;
  }

  private static Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("a", "b");
    return properties;
  }

  private static LongAdder adder() {
    LongAdder adder = new LongAdder();
    adder.add(7);
    return adder;
  }

  /** Changes a value, and all of its parts that can be changed. */
  private static void spoil(Object value) {
    Consumer<Object> each = UnsharedConstantsTest::spoil;
    switch (value) {
      case Held held -> Stream.of(held.numbers(), held.queue()).forEach(each);
      case Sorted sorted -> spoil(sorted.numbers());
      case Collection<?> all -> {
        List.copyOf(all).forEach(each);
        try {
          all.remove(all.iterator().next());
        } catch (UnsupportedOperationException unmodifiable) {
          return;
        }
      }
      case Map<?, ?> map -> {
        List.copyOf(map.values()).forEach(each);
        map.clear();
      }
      case AtomicInteger it -> it.incrementAndGet();
      case AtomicLong it -> it.incrementAndGet();
      case AtomicBoolean it -> it.set(true);
      case AtomicReference<?> it -> spoil(it.get());
      case LongAdder it -> it.increment();
      case StringBuilder it -> it.append("x");
      case StringBuffer it -> it.append("x");
      case BitSet it -> it.set(9);
      case Date it -> it.setTime(99);
      case SimpleDateFormat it -> it.applyPattern("MM");
      case int[] it -> it[0]++;
      case Object[] it -> Stream.of(it).forEach(each);
      default -> {}
    }
  }

  private static String shown(Object value) {
    return switch (value) {
      case int[] it -> Arrays.toString(it);
      case Object[] it -> Arrays.toString(it);
      case SimpleDateFormat it -> it.toPattern();
      default -> value.toString();
    };
  }

  @ParameterizedTest
  @FieldSource("VALUES")
  void no_child_sees_what_another_one_changes_in_a_constant(Object constant) {
    String before = shown(constant);
    Flow<List<String>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "spoil",
                        String.class,
                        (Integer n, Object given) -> {
                          String seen = shown(given);
                          spoil(given);
                          return seen;
                        })
                    .concurrency(1)
                    .map(each(value(NUMBERS)), value(constant))
                    .collect());
    List<String> seen = FlowTester.of(flow).run().value();
    assertThat(seen).containsExactly(before, before, before);
    assertThat(shown(constant)).isEqualTo(before);
  }

  @Test
  void a_copy_of_a_queue_keeps_its_order_and_its_capacity() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "read",
                        new TypeRef<List<Integer>>() {},
                        (PriorityQueue<Integer> queue, ArrayBlockingQueue<Integer> full) ->
                            List.of(queue.remove(), queue.remove(), full.remainingCapacity()))
                    .call(
                        value(by(BY_LAST_BIT)), value(new ArrayBlockingQueue<>(5, true, NUMBERS))));
    assertThat(FlowTester.of(flow).run().value()).containsExactly(3, 2, 2);
  }
}
