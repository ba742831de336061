package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TIMED_OUT;
import static dev.praetor.contract.SmallFlows.single;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Node;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.TaskRun;
import dev.praetor.TypeRef;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunDocument;
import dev.praetor.function.F0;
import dev.praetor.testkit.FlowTester;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Results that cannot be read, never end or contain themselves: they fail their own task run at
 * most, and the document of the run can be written.
 */
class HostileResultsTest {
  private static final TypeRef<List<Integer>> INTS = new TypeRef<>() {};
  private static final TypeRef<Iterable<Integer>> ITERABLE = new TypeRef<>() {};

  record Result(String name, F0<Object> code) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** An object that is not data, with a property of which any code can be made. */
  public static final class Holder {
    private final F0<@Nullable Object> code;

    Holder(F0<@Nullable Object> code) {
      this.code = code;
    }

    public @Nullable Object getHeld() throws Exception {
      return code.apply();
    }
  }

  private record Doubles(double first, Double second, float third) {}

  private static Object cyclicList() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    return list;
  }

  private static Object cyclicMap() {
    Map<String, Object> map = new HashMap<>();
    map.put("self", map);
    return map;
  }

  private static Object cyclicArray() {
    Object[] array = new Object[1];
    array[0] = array;
    return array;
  }

  private static Object cyclicObject() {
    Holder[] self = new Holder[1];
    self[0] = new Holder(() -> self[0]);
    return self[0];
  }

  private static Object nested(int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < depth; i++) {
      List<Object> outer = new ArrayList<>();
      outer.add(list);
      list = outer;
    }
    return list;
  }

  private static Iterator<Integer> endless() {
    return Stream.generate(() -> 1).iterator();
  }

  private static <T> T boom() {
    throw new StackOverflowError("for the test");
  }

  private static List<Integer> unreadable() {
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        throw new IllegalStateException("cursor lost");
      }

      @Override
      public int size() {
        return 3;
      }
    };
  }

  /** A list that says it has a number of elements, all of them 0. */
  private static List<Integer> ofSize(int size) {
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        return 0;
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  private static List<Integer> withoutArray() {
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        return index;
      }

      @Override
      public int size() {
        return 2;
      }

      @Override
      @SuppressWarnings("NullAway") // For the test.
      public Object[] toArray() {
        return null;
      }
    };
  }

  @SuppressWarnings("NullAway") // For the test.
  private static Iterable<Integer> withoutIterator() {
    return () -> null;
  }

  private static Map<String, Integer> brokenMap() {
    return new AbstractMap<>() {
      @Override
      public Set<Map.Entry<String, Integer>> entrySet() {
        throw new IllegalStateException("no entries");
      }
    };
  }

  static Stream<Result> results() {
    return Stream.of(
        new Result("a list in itself", HostileResultsTest::cyclicList),
        new Result("a map in itself", HostileResultsTest::cyclicMap),
        new Result("an array in itself", HostileResultsTest::cyclicArray),
        new Result("an object in itself", HostileResultsTest::cyclicObject),
        new Result("an iterator without end", HostileResultsTest::endless),
        new Result(
            "an iterable without end", () -> (Iterable<Integer>) HostileResultsTest::endless),
        new Result("an iterable without an iterator", HostileResultsTest::withoutIterator),
        new Result("a stream", () -> Stream.of(1, 2)),
        new Result("a stream without end", () -> Stream.generate(() -> 1)),
        new Result("an input stream", () -> new ByteArrayInputStream(new byte[3])),
        new Result("a thread", Thread::currentThread),
        new Result("a class loader", HostileResultsTest.class::getClassLoader),
        new Result("a class", () -> String.class),
        new Result("a lambda", () -> (Runnable) () -> {}),
        new Result("an exception", () -> new IllegalStateException("as a result")),
        new Result("a list that cannot be read", HostileResultsTest::unreadable),
        new Result("a list of size -1", () -> ofSize(-1)),
        new Result("a list without an array", HostileResultsTest::withoutArray),
        new Result("a map that cannot be read", HostileResultsTest::brokenMap),
        new Result("100,000 nested lists", () -> nested(100_000)),
        new Result(
            "numbers that are none",
            () -> new Doubles(Double.NaN, Double.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY)),
        new Result("a number of a billion digits", () -> new BigDecimal("1e1000000000")),
        new Result("a number of 10,000 digits", () -> BigInteger.TEN.pow(10_000)),
        new Result("a getter that throws", () -> new Holder(HostileResultsTest::boom)),
        new Result("an empty optional", () -> List.of(Optional.empty())),
        new Result("the null of a list", () -> Collections.singletonList(null)),
        new Result("a plain object", Object::new));
  }

  private static int same(int x) {
    return x;
  }

  private static String text(Object any) {
    return "given";
  }

  private static void check(Result result) {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Node<Object> made = Task.of("made", Object.class, result.code()).call();
              Task.of("reads", String.class, HostileResultsTest::text).call(made);
              return Task.of("other", Integer.class, HostileResultsTest::same).call(value(1));
            });
    FlowResult<?> ended = LocalRun.of(flow).run();
    FinishedRun run = (FinishedRun) ended;
    assertThat(run.state()).isInstanceOf(State.Finished.class);
    assertThat(run.taskRun("other").state()).isInstanceOf(State.Success.class);
    assertThat(run.taskRuns())
        .extracting(TaskRun::state)
        .allSatisfy(state -> {
          assertThat(state.isFinished()).isTrue();
          assertThat(state.message()).doesNotContain("error of the engine");
        });
    StringWriter text = new StringWriter();
    RunDocument.write(flow.definition(), run, Map.of(), new PrintWriter(text));
    String json = text.toString().replaceAll("10{1000,}", "1");
    assertThat(JsonMapper.shared().readTree(json).path("taskRuns").size()).isEqualTo(3);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("results")
  void the_run_ends_and_its_document_can_be_written(Result result) {
    check(result);
  }

  static Stream<Result> largeResults() {
    return Stream.of(
        new Result("30 million numbers", () -> new int[30_000_000]),
        new Result("a text of 100 MB", () -> "x".repeat(100_000_000)),
        new Result("a list of 2^31 - 1 elements", () -> ofSize(Integer.MAX_VALUE)));
  }

  @Tag("long")
  @ParameterizedTest(name = "{0}")
  @MethodSource("largeResults")
  void the_run_ends_although_its_result_is_large(Result result) {
    check(result);
  }

  static Stream<Result> lists() {
    return Stream.of(
        new Result("a list that cannot be read", HostileResultsTest::unreadable),
        new Result("a list of size -1", () -> ofSize(-1)),
        new Result("a list of 2^31 - 1 elements", () -> ofSize(Integer.MAX_VALUE)),
        new Result(
            "an iterable without end", () -> (Iterable<Integer>) HostileResultsTest::endless),
        new Result("an iterable without an iterator", HostileResultsTest::withoutIterator));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lists")
  @SuppressWarnings("unchecked")
  void a_map_over_it_fails_and_nothing_else_does(Result result) throws Exception {
    Iterable<Integer> made = (Iterable<Integer>) result.code().apply();
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Node<Iterable<Integer>> returned = Task.of("returned", ITERABLE, () -> made).call();
              Task.of("over", Integer.class, HostileResultsTest::same)
                  .widthLimit(1_000)
                  .map(each(returned));
              Task.of("over-constant", Integer.class, HostileResultsTest::same)
                  .widthLimit(1_000)
                  .map(each(value(made)));
              return Task.of("other", Integer.class, HostileResultsTest::same).call(value(1));
            });
    FlowTester.of(flow)
        .run()
        .ended("returned", FAILED)
        .ended("over-constant", FAILED)
        .ended("other", SUCCESS);
  }

  @Test
  void a_list_without_an_array_is_read_element_by_element() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of("over", Integer.class, HostileResultsTest::same)
                    .map(each(Task.of("made", INTS, HostileResultsTest::withoutArray).call()))
                    .collect());
    assertThat(FlowTester.of(flow).run().ended(SUCCESS).value()).containsExactly(0, 1);
  }

  private static final CountDownLatch RELEASE = new CountDownLatch(1);

  private static List<Integer> stubborn() {
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        return SmallFlows.ignoreInterrupts(RELEASE);
      }

      @Override
      public int size() {
        return 1;
      }
    };
  }

  @Test
  void a_result_whose_reading_never_ends_is_timed_out() {
    FlowTester.of(
            single(
                Task.of("made", INTS, HostileResultsTest::stubborn)
                    .timeout(Duration.ofMillis(200))))
        .run()
        .ended("made", TIMED_OUT);
    RELEASE.countDown();
  }

  @Test
  void a_result_that_a_thread_changes_later_stays_as_it_was_returned() throws Exception {
    List<Integer> shared = new ArrayList<>(List.of(1));
    CountDownLatch returned = new CountDownLatch(1);
    CountDownLatch changed = new CountDownLatch(1);
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Integer>> made =
                  Task.of(
                          "made",
                          INTS,
                          () -> {
                            Thread.ofVirtual()
                                .start(() -> {
                                  SmallFlows.ignoreInterrupts(returned);
                                  shared.add(2);
                                  changed.countDown();
                                });
                            return shared;
                          })
                      .call();
              return Task.of(
                      "size",
                      Integer.class,
                      (List<Integer> given) -> {
                        returned.countDown();
                        changed.await();
                        return given.size();
                      })
                  .call(made);
            });
    assertThat(FlowTester.of(flow).run().ended(SUCCESS).value()).isEqualTo(1);
  }
}
