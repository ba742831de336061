package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.list;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static dev.praetor.StateType.CACHED;
import static dev.praetor.StateType.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Cache;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Node;
import dev.praetor.Outcome;
import dev.praetor.Parameter;
import dev.praetor.Retry;
import dev.praetor.RunDetails;
import dev.praetor.Step;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.TaskRun;
import dev.praetor.TypeRef;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A value that was returned stays as it is, whatever its readers and its producer do with it. */
class UnsharedValuesTest {
  private static final TypeRef<List<Integer>> INTS = new TypeRef<>() {};
  private static final List<Integer> NUMBERS = List.of(1, 2, 3);
  private final List<List<Integer>> seen = new CopyOnWriteArrayList<>();

  static List<Integer> numbers() {
    return new ArrayList<>(NUMBERS);
  }

  private List<Integer> spoil(List<Integer> given) {
    List<Integer> before = List.copyOf(given);
    seen.add(before);
    given.clear();
    given.add(99);
    return before;
  }

  private List<Integer> spoilAndFailFirst(List<Integer> given) {
    spoil(given);
    if (TaskContext.current().attempt() == 1) {
      throw new IllegalStateException("not yet");
    }
    return seen.getLast();
  }

  @Test
  void no_other_consumer_nor_the_flow_sees_what_a_consumer_changes() {
    Flow<List<List<Integer>>> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Integer>> numbers = Task.of(UnsharedValuesTest::numbers).call();
              Node<List<Integer>> first = Task.of(this::spoil).call(numbers);
              Node<List<Integer>> second = Task.of(this::spoil).call(numbers).after(first);
              return list(first, second, numbers);
            });
    TestRun<List<List<Integer>>> run = FlowTester.of(flow).run();
    assertThat(run.value()).containsExactly(NUMBERS, NUMBERS, NUMBERS);
    assertThat(run.taskRun("numbers").value()).isEqualTo(NUMBERS);
  }

  @Test
  void no_consumer_sees_what_the_producer_changes_later() {
    List<Integer> own = new ArrayList<>(NUMBERS);
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Integer>> made = Task.of("made", INTS, () -> own).call();
              Node<Integer> changed =
                  Task.of("changes", Integer.class, () -> own.set(0, 99)).call().after(made);
              return Task.of(this::spoil).call(made).after(changed);
            });
    assertThat(FlowTester.of(flow).run().value()).isEqualTo(NUMBERS);
    assertThat(own).as("the producer keeps its own list").containsExactly(99, 2, 3);
  }

  @Test
  void the_next_attempt_is_given_the_value_as_it_was() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(this::spoilAndFailFirst)
                    .retry(Retry.times(1))
                    .call(Task.of(UnsharedValuesTest::numbers).call()));
    FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(seen).containsExactly(NUMBERS, NUMBERS);
  }

  @Test
  void constants_and_parameters_are_given_as_they_were_to_every_attempt_and_task() {
    List<Integer> constant = new ArrayList<>(NUMBERS);
    List<Integer> argument = new ArrayList<>(NUMBERS);
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              Parameter<List<Integer>> parameter = f.parameter("numbers", INTS);
              Node<List<Integer>> value = value(constant);
              var first = Task.of(this::spoilAndFailFirst).retry(Retry.times(1)).call(value);
              var second = Task.of(this::spoilAndFailFirst).retry(Retry.times(1)).call(parameter);
              Task.of(this::spoil).call(value).after(first);
              return Task.of(this::spoil).call(parameter).after(second);
            });
    FlowTester.of(flow).run(with("numbers", argument)).ended(SUCCESS);
    assertThat(seen).hasSize(6).containsOnly(NUMBERS);
    assertThat(constant).isEqualTo(NUMBERS);
    assertThat(argument).isEqualTo(NUMBERS);
  }

  private int size(int index, List<Integer> whole) {
    return spoil(whole).size() + index;
  }

  @Test
  void no_sibling_sees_what_a_child_changes_in_its_element_or_in_what_all_are_given() {
    List<Integer> one = new ArrayList<>(NUMBERS);
    Flow<List<List<Integer>>> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Integer>> numbers = Task.of(UnsharedValuesTest::numbers).call();
              Task.of(this::size).map(each(value(List.of(0, 1, 2))), numbers);
              return Task.of(this::spoil).map(each(value(List.of(one, one)))).collect();
            });
    assertThat(FlowTester.of(flow).run().value()).containsExactly(NUMBERS, NUMBERS);
    assertThat(seen).hasSize(5).containsOnly(NUMBERS);
  }

  private Step<List<Integer>, List<Integer>> shorten(List<Integer> state) {
    seen.add(List.copyOf(state));
    if (state.isEmpty()) {
      return Step.done(seen.getFirst());
    }
    state.removeLast();
    if (TaskContext.current().attempt() % 2 == 1) {
      throw new IllegalStateException("the state has changed already");
    }
    return Step.next(state);
  }

  @Test
  void an_attempt_of_an_iteration_is_given_the_state_as_the_iteration_before_returned_it() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.loop(this::shorten)
                    .retry(Retry.times(1))
                    .call(Task.of(UnsharedValuesTest::numbers).call()));
    assertThat(FlowTester.of(flow).run().value()).isEqualTo(NUMBERS);
    assertThat(seen.stream().distinct())
        .containsExactly(NUMBERS, List.of(1, 2), List.of(1), List.of());
  }

  private Step<List<Integer>, Integer> twoIterations(List<Integer> state) {
    spoil(state);
    if (seen.size() == 2) {
      return Step.done(2);
    }
    List<Integer> next = new ArrayList<>(NUMBERS);
    Step<List<Integer>, Integer> step = Step.next(next);
    kept.add(next);
    return step;
  }

  private final List<List<Integer>> kept = new CopyOnWriteArrayList<>();

  @Test
  void no_iteration_changes_what_another_one_returned() {
    Flow<Integer> flow =
        Flow.define("f", f -> Task.loop(this::twoIterations).call(value(numbers())));
    FlowTester.of(flow).run().ended(SUCCESS);
    assertThat(seen).containsExactly(NUMBERS, NUMBERS);
    assertThat(kept).containsExactly(NUMBERS);
  }

  @Test
  void no_later_run_sees_what_is_changed_in_a_cached_result() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f ->
                Task.of(this::spoil)
                    .call(
                        Task.of("numbers", INTS, UnsharedValuesTest::numbers)
                            .cached(Cache.byInputs())
                            .call()));
    FlowTester<List<Integer>> tester = FlowTester.of(flow);
    tester.run().ended("numbers", SUCCESS);
    tester.run().ended("numbers", CACHED);
    assertThat(tester.run().ended("numbers", CACHED).value()).isEqualTo(NUMBERS);
    assertThat(seen).containsExactly(NUMBERS, NUMBERS, NUMBERS);
  }

  @Test
  void no_task_sees_what_a_view_an_outcome_or_a_hook_changes() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Integer>> numbers =
                  Task.of(UnsharedValuesTest::numbers).onStateChange(this::spoilValueOf).call();
              Node<Integer> viewed =
                  Task.of("viewed", Integer.class, (Integer x) -> x)
                      .call(numbers.select(all -> spoil(all).size()));
              Node<Integer> ended =
                  Task.of(
                          "ended",
                          Integer.class,
                          (Outcome<List<Integer>> end) ->
                              end instanceof Outcome.Success<List<Integer>>(var all)
                                  ? spoil(all).size()
                                  : 0)
                      .call(numbers.outcome());
              return Task.of(this::spoil).call(numbers).after(viewed, ended);
            });
    assertThat(FlowTester.of(flow).run().value()).isEqualTo(NUMBERS);
    assertThat(seen).isNotEmpty().containsOnly(NUMBERS);
  }

  @SuppressWarnings("unchecked")
  private void spoilValueOf(TaskRun run) {
    if (run.value() instanceof List<?> all) {
      spoil((List<Integer>) all);
    }
  }

  @SuppressWarnings("unchecked")
  private void spoilParameterOf(RunDetails run) {
    spoil((List<Integer>) Objects.requireNonNull(run.parameters().get("numbers")));
  }

  @Test
  void no_task_nor_other_hook_sees_what_a_hook_of_the_flow_changes_in_a_parameter() {
    Flow<List<Integer>> flow =
        Flow.<List<Integer>>define(
                "f", f -> Task.of(this::spoil).call(f.parameter("numbers", INTS)))
            .onRunStateChange((run, _) -> spoilParameterOf(run))
            .onRunStateChange((run, _) -> spoilParameterOf(run));
    FlowTester.of(flow).run(with("numbers", numbers())).ended(SUCCESS);
    assertThat(seen).hasSizeGreaterThan(2).containsOnly(NUMBERS);
  }

  @Test
  void a_flow_within_a_flow_shares_neither_its_parameters_nor_its_value() {
    Flow<List<Integer>> inner =
        Flow.define("inner", f -> Task.of(this::spoil).call(f.parameter("numbers", INTS)));
    Flow<List<List<Integer>>> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Integer>> numbers = Task.of(UnsharedValuesTest::numbers).call();
              Node<List<Integer>> within = f.run(inner, with("numbers", numbers));
              Node<List<Integer>> spoiled = Task.of(this::spoil).call(within);
              return list(numbers, within, spoiled);
            });
    assertThat(FlowTester.of(flow).run().value()).containsOnly(NUMBERS).hasSize(3);
  }

  @Test
  void the_result_of_a_run_does_not_change_with_what_its_reader_does() {
    Flow<List<Integer>> flow = Flow.define("f", f -> Task.of(UnsharedValuesTest::numbers).call());
    FlowResult<List<Integer>> result = flow.run();
    spoil(result.value());
    assertThat(result.value()).isEqualTo(NUMBERS);
    assertThat(result.taskRun("numbers").value()).isEqualTo(NUMBERS);
  }

  record Box(List<Integer> content) {}

  static List<Box> boxes() {
    return IntStream.range(0, 100).mapToObj(_ -> new Box(numbers())).toList();
  }

  private int spoilAll(List<Box> boxes) {
    boxes.forEach(box -> spoil(box.content()));
    boxes.removeFirst();
    return boxes.size();
  }

  @Test
  void parts_of_elements_of_a_long_list_are_not_shared_either() {
    Flow<List<Integer>> flow =
        Flow.define(
            "f",
            f -> {
              Node<List<Box>> boxes = Task.of(UnsharedValuesTest::boxes).call();
              Node<Integer> first = Task.of(this::spoilAll).call(boxes);
              Node<Integer> second = Task.of(this::spoilAll).call(boxes).after(first);
              return list(first, second);
            });
    assertThat(FlowTester.of(flow).run().value()).containsExactly(99, 99);
    assertThat(seen).hasSize(200).containsOnly(NUMBERS);
  }
}
