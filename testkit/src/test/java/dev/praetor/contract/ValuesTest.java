package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.list;
import static dev.praetor.Praetor.value;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.contract.SmallFlows.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.InvalidFlow;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.ResultFormat;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.Task0;
import dev.praetor.TaskPath;
import dev.praetor.TypeRef;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.restart.RestartPlan;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The values that tasks return: what is read of them, and what is refused. */
class ValuesTest {
  private static final TypeRef<Iterable<Integer>> ITERABLE = new TypeRef<>() {};
  private static final TypeRef<List<Integer>> INTS = new TypeRef<>() {};

  /** The rows of a cursor, which can be read once and are closed. */
  private static final class Rows implements Iterable<Integer>, AutoCloseable {
    private final AtomicInteger closed = new AtomicInteger();
    private final Iterator<Integer> rows;

    Rows(Stream<Integer> rows) {
      this.rows = rows.iterator();
    }

    @Override
    public Iterator<Integer> iterator() {
      return rows;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static List<Integer> read(Iterable<Integer> all) {
    List<Integer> read = new CopyOnWriteArrayList<>();
    all.forEach(read::add);
    return read;
  }

  @Test
  void an_iterable_that_can_be_read_once_is_read_into_a_list_that_all_see_and_closed() {
    Rows rows = new Rows(Stream.of(1, 2, 3));
    Flow<List<List<Integer>>> flow =
        Flow.define(
            "f",
            f -> {
              Node<Iterable<Integer>> all = Task.of("rows", ITERABLE, () -> rows).call();
              Node<List<Integer>> first = Task.of(ValuesTest::read).call(all);
              Node<List<Integer>> second = Task.of(ValuesTest::read).call(all);
              Mapped<Integer> mapped =
                  Task.of("same", Integer.class, (Integer x) -> x).map(each(all));
              return list(first, second, mapped.collect());
            });
    TestRun<List<List<Integer>>> run = FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(run.value()).hasSize(3).containsOnly(List.of(1, 2, 3));
    assertThat(run.taskRun("rows").value()).isEqualTo(List.of(1, 2, 3));
    assertThat(rows.closed).hasValue(1);
  }

  @Test
  void an_iterable_is_closed_although_reading_it_fails() {
    Rows rows = new Rows(Stream.of(1, 0).map(x -> 6 / x));
    FlowTester.of(single(Task.of("rows", ITERABLE, () -> rows))).run().ended("rows", FAILED);
    assertThat(rows.closed).hasValue(1);
  }

  @Test
  void an_iterable_without_end_fails_its_task_run() {
    Rows rows = new Rows(Stream.generate(() -> 1));
    FlowTester.of(single(Task.of("rows", ITERABLE, () -> rows)))
        .run()
        .ended("rows", FAILED)
        .says("rows", "without end");
    assertThat(rows.closed).hasValue(1);
  }

  /** A list that states a size that is not the number of its elements. */
  private static List<Integer> lying(int size, int elements) {
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        return index;
      }

      @Override
      public int size() {
        return size;
      }

      @Override
      public Iterator<Integer> iterator() {
        return IntStream.range(0, elements).iterator();
      }
    };
  }

  @Test
  void a_list_that_gives_more_or_fewer_elements_than_it_says_fails_its_task_run() {
    for (List<Integer> list :
        List.of(lying(2, 3), lying(3, 2), lying(-1, 2), lying(Integer.MAX_VALUE, 2))) {
      FlowTester.of(single(Task.of("made", INTS, () -> list)))
          .run()
          .ended("made", FAILED)
          .says("made", "it says it has " + list.size() + " elements");
    }
  }

  record Page(String title, Map<String, List<Stream<String>>> parts) {}

  private static String refused(Task0<?> task) {
    try {
      single(task);
    } catch (InvalidFlow refused) {
      return refused.getMessage();
    }
    throw new AssertionError(task.name() + " was not refused");
  }

  @Test
  void results_that_can_be_read_only_once_are_refused_with_their_path_and_the_ways_out() {
    List<String> messages =
        List.of(
            refused(
                Task.of(
                    "t", new TypeRef<Iterator<String>>() {}, () -> Stream.<String>of().iterator())),
            refused(Task.of("t", new TypeRef<Stream<String>>() {}, () -> Stream.of("a"))),
            refused(Task.of("t", IntStream.class, () -> IntStream.of(1))),
            refused(
                Task.of(
                    "t",
                    new TypeRef<DirectoryStream<Path>>() {},
                    () -> {
                      throw new IllegalStateException();
                    })),
            refused(Task.of("t", Page.class, () -> new Page("", Map.of()))));
    assertThat(messages)
        .allSatisfy(message ->
            assertThat(message)
                .contains("f/t", "can be read only once: collect it to a List")
                .contains(".keptAs(ResultFormat.of(…))", ".notKept()"));
    assertThat(messages.getLast()).contains("in 'parts[][]'");
  }

  @Test
  void a_result_that_is_not_kept_cannot_be_cached() {
    assertThatThrownBy(() ->
            single(
                Task.of("t", Thread.class, () -> new Thread()).notKept().cached(Cache.byInputs())))
        .isInstanceOf(InvalidFlow.class)
        .hasMessageContaining("remove .notKept() or .cached(…)");
  }

  @Test
  void all_that_use_a_result_that_is_not_kept_are_given_the_object_itself() {
    Thread made = new Thread();
    Flow<Boolean> flow =
        Flow.define(
            "f",
            f -> {
              Node<Thread> thread = Task.of("made", Thread.class, () -> made).notKept().call();
              return Task.of("same", Boolean.class, (Thread a, Thread b) -> a == made && b == made)
                  .call(thread, thread);
            });
    assertThat(FlowTester.of(flow).run().value()).isTrue();
  }

  @Test
  void a_format_that_throws_fails_its_task_run_with_the_reason() {
    ResultFormat<Integer> format =
        ResultFormat.of(
            x -> {
              throw new IllegalStateException("no text for " + x);
            },
            Integer::valueOf);
    FlowTester.of(single(Task.of("t", Integer.class, () -> 7).keptAs(format)))
        .run()
        .ended("t", FAILED)
        .says("t", "its format could not write it: java.lang.IllegalStateException: no text for 7");
  }

  private final List<Integer> done = new CopyOnWriteArrayList<>();

  private int once(int x) {
    done.add(x);
    return x;
  }

  private Flow<List<Integer>> over(Iterable<Integer> constant) {
    return Flow.define(
        "f", f -> Task.of(this::once).concurrency(1).map(each(value(constant))).collect());
  }

  @Test
  void a_set_that_has_another_order_in_the_next_process_gives_each_element_once() {
    for (int batches = 1; batches < 12; batches++) {
      done.clear();
      KilledRuns<List<Integer>> killed =
          new KilledRuns<>(over(new LinkedHashSet<>(List.of(1, 2, 3, 4, 5))), Timekeeper.system());
      if (killed.begin(batches).isEmpty()) {
        Set<Integer> reordered = new LinkedHashSet<>(List.of(4, 2, 5, 1, 3));
        FlowResult<List<Integer>> end = killed.resumeAs(over(reordered));
        assertThat(end.value()).containsExactlyInAnyOrder(1, 2, 3, 4, 5);
        assertThat(Set.copyOf(done)).isEqualTo(Set.of(1, 2, 3, 4, 5));
      }
    }
  }

  @Test
  void a_list_that_has_other_elements_in_the_next_process_is_refused() {
    int refused = 0;
    for (int batches = 1; batches < 12; batches++) {
      done.clear();
      KilledRuns<List<Integer>> killed =
          new KilledRuns<>(over(List.of(1, 2, 3)), Timekeeper.system());
      if (killed.begin(batches).isEmpty()
          && killed.journal.written(killed.id()).contains("once Mapped")) {
        State end = killed.resumeAs(over(List.of(1, 2, 4))).taskRun("once").state();
        assertThat(done).doesNotContain(4);
        if (end instanceof State.Failed) {
          refused++;
          assertThat(end.message())
              .contains("it has other elements now; restart the run from once");
        }
      }
    }
    assertThat(refused).as("runs that were killed before their last child ended").isPositive();
  }

  private static final class Connection {
    private final int to;
    private final Object opaque;

    Connection(int to, Object opaque) {
      this.to = to;
      this.opaque = opaque;
    }
  }

  private Flow<List<Integer>> overConnections(List<Integer> to) {
    Task0<List<Connection>> opened =
        Task.of(
                "opened",
                new TypeRef<List<Connection>>() {},
                () -> to.stream().map(each -> new Connection(each, new Thread())).toList())
            .notKept();
    return Flow.define(
        "f",
        f ->
            Task.of(
                    "used",
                    Integer.class,
                    (Connection given) -> given.opaque instanceof Thread ? once(given.to) : 0)
                .concurrency(1)
                .map(each(opened.call()))
                .collect());
  }

  @Test
  void elements_that_were_not_kept_are_told_apart_by_the_values_in_them_never_by_their_place() {
    for (int batches = 1; batches < 12; batches++) {
      done.clear();
      KilledRuns<List<Integer>> killed =
          new KilledRuns<>(overConnections(List.of(1, 2, 3)), Timekeeper.system());
      if (killed.begin(batches).isEmpty()) {
        FlowResult<List<Integer>> end = killed.resumeAs(overConnections(List.of(3, 1, 2)));
        assertThat(end.value()).containsExactlyInAnyOrder(1, 2, 3);
        assertThat(Set.copyOf(done)).isEqualTo(Set.of(1, 2, 3));
      }
    }
  }

  private Flow<List<Integer>> overThreads() {
    Task0<List<Thread>> made =
        Task.of(
                "made",
                new TypeRef<List<Thread>>() {},
                () -> List.of(new Thread(), new Thread(), new Thread()))
            .notKept();
    return Flow.define(
        "f",
        f ->
            Task.of("used", Integer.class, (Thread given) -> once(1))
                .concurrency(1)
                .map(each(made.call()))
                .collect());
  }

  @Test
  void elements_that_cannot_be_told_apart_are_not_matched_by_their_place_but_refused() {
    int refused = 0;
    for (int batches = 1; batches < 12; batches++) {
      KilledRuns<List<Integer>> killed = new KilledRuns<>(overThreads(), Timekeeper.system());
      if (killed.begin(batches).isEmpty()
          && killed.journal.written(killed.id()).contains("used Mapped")) {
        State end = killed.finish().taskRun("used").state();
        if (end instanceof State.Failed) {
          refused++;
          assertThat(end.message()).contains("cannot be compared", "restart the run from used");
        }
      }
    }
    assertThat(refused).as("runs that were killed before their last child ended").isPositive();
  }

  private Flow<Boolean> unkept() {
    Task0<Thread> made =
        Task.of(
                "made",
                Thread.class,
                () -> {
                  done.add(1);
                  return new Thread();
                })
            .notKept();
    return Flow.define(
        "f",
        f -> {
          Node<Thread> thread = made.call();
          return Task.of("used", Boolean.class, (Thread given) -> !given.isAlive()).call(thread);
        });
  }

  @Test
  void a_result_that_was_not_kept_is_made_again_if_it_is_needed_and_the_plan_says_so() {
    int again = 0;
    for (int batches = 1; batches < 8; batches++) {
      done.clear();
      KilledRuns<Boolean> killed = new KilledRuns<>(unkept(), Timekeeper.system());
      if (killed.begin(batches).isEmpty()) {
        boolean isNeeded = killed.journal.written(killed.id()).contains("made Success");
        assertThat(killed.finish().value()).isTrue();
        again += isNeeded && done.size() == 2 ? 1 : 0;
      }
    }
    assertThat(again).as("runs that were killed between the two tasks").isPositive();
    KilledRuns<Boolean> ended = new KilledRuns<>(unkept(), Timekeeper.system());
    ended.begin(Integer.MAX_VALUE);
    RestartPlan plan = ended.plan(new RestartPlan.From.Task(TaskPath.parse("used")));
    assertThat(plan.nodes().getFirst().runs())
        .isEqualTo(
            Map.of(
                "made",
                "its result is needed but unavailable: its task does not keep its results"));
  }
}
