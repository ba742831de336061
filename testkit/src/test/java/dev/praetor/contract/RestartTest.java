package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.NotFound;
import dev.praetor.Parameter;
import dev.praetor.Retry;
import dev.praetor.Signal;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.TaskContext;
import dev.praetor.TaskPath;
import dev.praetor.Trigger;
import dev.praetor.engine.Timekeeper;
import dev.praetor.engine.restart.RestartPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RestartTest {
  private static final Set<Integer> BAD = Set.of(7, 42, 99);
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile boolean broken = true;

  private void called() {
    calls.add(TaskContext.current().taskRun());
  }

  private List<Integer> list() {
    called();
    return IntStream.range(0, 100).boxed().toList();
  }

  private int check(int x) {
    called();
    if (x == 5) {
      throw Signal.skip("not five");
    }
    return x;
  }

  private int send(int x) {
    called();
    if (broken && BAD.contains(x)) {
      throw new IllegalStateException("cannot send " + x);
    }
    return 2 * x;
  }

  private int confirm(int x) {
    called();
    return x + 1;
  }

  private int sum(List<Integer> all) {
    called();
    return all.stream().mapToInt(x -> x).sum();
  }

  private int unrelated() {
    called();
    return 1;
  }

  private Flow<Integer> flow() {
    return Flow.define(
        "f",
        f -> {
          Task.of(this::unrelated).call();
          Mapped<Integer> checked = Task.of(this::check).map(each(Task.of(this::list).call()));
          Mapped<Integer> sent =
              Task.of(this::send).retry(Retry.times(1).every(Duration.ofMillis(1))).map(checked);
          return Task.of(this::sum).call(Task.of(this::confirm).map(sent).collect());
        });
  }

  private KilledRuns<Integer> failed(Flow<Integer> flow) {
    KilledRuns<Integer> killed = new KilledRuns<>(flow, Timekeeper.system());
    FlowResult<Integer> first = killed.begin(Integer.MAX_VALUE).orElseThrow();
    assertThat(first.state().name()).isEqualTo("Failed");
    calls.clear();
    broken = false;
    return killed;
  }

  private static RestartPlan.NodePlan of(RestartPlan plan, String node) {
    return plan.nodes().stream().filter(n -> n.node().equals(node)).findFirst().orElseThrow();
  }

  @Test
  void from_failed_runs_the_failed_children_their_descendants_and_the_reducer_and_nothing_else() {
    KilledRuns<Integer> killed = failed(flow());
    FlowResult<Integer> again = killed.restart(killed.plan(new RestartPlan.From.Failed()));
    assertThat(calls)
        .containsExactlyInAnyOrder(
            "send[7]", "send[42]", "send[99]", "confirm[7]", "confirm[42]", "confirm[99]", "sum");
    int all = IntStream.range(0, 100).filter(x -> x != 5).map(x -> 2 * x + 1).sum();
    assertThat(again.value()).as("reused children keep their inputs").isEqualTo(all);
    assertThat(again.taskRuns("send")).as("the width is the same").hasSize(100);
    assertThat(again.taskRun("send", 5).state().name()).isEqualTo("Skipped");
    assertThat(again.taskRun("send", 6).state().message())
        .isEqualTo("reused from run " + killed.id());
    assertThat(again.id()).isNotEqualTo(killed.id());
  }

  @Test
  void restarted_children_get_the_same_inputs() {
    KilledRuns<Integer> killed = failed(flow());
    FlowResult<Integer> again = killed.restart(killed.plan(new RestartPlan.From.Failed()));
    assertThat(again.taskRun("send", 7).value()).isEqualTo(14);
    assertThat(again.taskRun("send", 42).value()).isEqualTo(84);
    assertThat(again.taskRun("confirm", 99).value()).isEqualTo(199);
  }

  @Test
  void children_that_succeeded_do_not_run_again() {
    KilledRuns<Integer> killed = failed(flow());
    killed.restart(killed.plan(new RestartPlan.From.Failed()));
    assertThat(calls).doesNotContain("send[0]", "send[8]", "check[7]", "confirm[0]", "list");
  }

  @Test
  void the_width_stays_that_of_the_earlier_run_though_few_children_run() {
    KilledRuns<Integer> killed = failed(flow());
    FlowResult<Integer> again = killed.restart(killed.plan(new RestartPlan.From.Failed()));
    for (String node : List.of("check", "send", "confirm")) {
      assertThat(again.taskRuns(node)).as(node).hasSize(100);
    }
  }

  private final AtomicInteger lists = new AtomicInteger();

  private List<Integer> flakyList() {
    if (lists.incrementAndGet() == 1) {
      throw new IllegalStateException("not yet");
    }
    return List.of(1, 2, 3);
  }

  private int alwaysFailsAtTwo(int x) {
    called();
    if (x == 2) {
      throw new IllegalStateException("two");
    }
    return x;
  }

  @Test
  void children_are_not_doubled_when_the_list_or_the_whole_flow_is_restarted() {
    Flow<List<Integer>> flow =
        Flow.define(
                "f",
                f ->
                    Task.of(this::alwaysFailsAtTwo)
                        .map(
                            each(
                                Task.of(this::flakyList)
                                    .retry(Retry.times(1).every(Duration.ofMillis(1)))
                                    .call()))
                        .collect())
            .retry(Retry.times(2).every(Duration.ofMillis(1)));
    FlowResult<List<Integer>> result = flow.run();
    assertThat(result.taskRuns("always_fails_at_two")).hasSize(3);
    assertThat(calls)
        .containsExactlyInAnyOrder(
            "always_fails_at_two[0]",
            "always_fails_at_two[2]",
            "always_fails_at_two[1]",
            "always_fails_at_two[1]",
            "always_fails_at_two[1]");
    assertThat(lists).hasValue(2);
  }

  @Test
  void the_plan_says_what_runs_and_why_and_what_is_reused() {
    KilledRuns<Integer> killed = failed(flow());
    RestartPlan plan = killed.plan(new RestartPlan.From.Failed());
    assertThat(of(plan, "send").runs())
        .isEqualTo(
            Map.of(
                "send[7]", "it was Failed",
                "send[42]", "it was Failed",
                "send[99]", "it was Failed"));
    assertThat(of(plan, "send").reused())
        .isEqualTo(Map.of(StateType.SUCCESS, 96, StateType.SKIPPED, 1));
    assertThat(of(plan, "confirm").runs()).hasSize(3);
    assertThat(of(plan, "sum").runs()).isEqualTo(Map.of("sum", "it was TriggerFailed"));
    assertThat(of(plan, "list").runs()).isEmpty();
    assertThat(calls).isEmpty();
  }

  @Test
  void each_child_that_runs_again_has_all_its_retries() {
    KilledRuns<Integer> killed = failed(flow());
    broken = true;
    FlowResult<Integer> again = killed.restart(killed.plan(new RestartPlan.From.Failed()));
    assertThat(again.taskRun("send", 7).attempts()).isEqualTo(2);
    assertThat(again.taskRun("send", 42).attempts()).isEqualTo(2);
    assertThat(again.taskRun("send", 6).attempts()).isZero();
  }

  @Test
  void from_a_child_runs_it_and_what_follows_though_it_had_succeeded() {
    KilledRuns<Integer> killed = failed(flow());
    killed.restart(killed.plan(new RestartPlan.From.Task(TaskPath.parse("send[3]"))));
    assertThat(calls)
        .contains("send[3]", "confirm[3]", "send[7]", "sum")
        .doesNotContain("send[4]", "check[3]", "list", "unrelated");
  }

  @Test
  void from_a_node_runs_all_its_children_and_what_follows() {
    KilledRuns<Integer> killed = failed(flow());
    FlowResult<Integer> again =
        killed.restart(killed.plan(new RestartPlan.From.Task(TaskPath.parse("list"))));
    assertThat(calls).hasSize(1 + 100 + 99 + 99 + 1).doesNotContain("unrelated");
    assertThat(again.taskRuns("send")).as("children are not doubled").hasSize(100);
  }

  @Test
  void from_all_runs_everything() {
    KilledRuns<Integer> killed = failed(flow());
    killed.restart(killed.plan(new RestartPlan.From.All()));
    assertThat(calls).hasSize(1 + 1 + 100 + 99 + 99 + 1);
  }

  @Test
  void a_task_run_that_is_not_there_is_refused_with_those_that_are() {
    KilledRuns<Integer> killed = failed(flow());
    assertThatThrownBy(() -> killed.plan(new RestartPlan.From.Task(TaskPath.parse("send[100]"))))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("send[100]")
        .hasMessageContaining("check, send, confirm, sum");
  }

  @Test
  void a_result_that_is_needed_and_gone_is_made_again_and_the_plan_says_so() {
    Flow<Integer> flow = flow();
    KilledRuns<Integer> killed = failed(flow);
    var gone =
        killed.journal.recorded(
            killed.id(),
            (node, index) ->
                node.equals("check") && index == 42
                    ? Optional.of("it was deleted")
                    : Optional.empty());
    RestartPlan plan =
        RestartPlan.of(
            flow.definition().graph(),
            gone,
            new RestartPlan.From.Failed(),
            RestartPlan.Changes.NONE);
    assertThat(of(plan, "check").runs())
        .isEqualTo(Map.of("check[42]", "its result is needed but unavailable: it was deleted"));
    killed.restart(plan);
    assertThat(calls).contains("check[42]", "send[42]").doesNotContain("check[7]", "list");
  }

  @Test
  void a_list_that_is_gone_is_made_again_with_all_that_follows() {
    Flow<Integer> flow = flow();
    KilledRuns<Integer> killed = failed(flow);
    var gone =
        killed.journal.recorded(
            killed.id(),
            (node, _) -> node.equals("check") ? Optional.of("deleted") : Optional.empty());
    var both =
        killed.journal.recorded(
            killed.id(),
            (node, _) ->
                node.equals("check") || node.equals("list")
                    ? Optional.of("deleted")
                    : Optional.empty());
    assertThat(
            of(
                    RestartPlan.of(
                        flow.definition().graph(),
                        gone,
                        new RestartPlan.From.Failed(),
                        RestartPlan.Changes.NONE),
                    "list")
                .runs())
        .isEmpty();
    RestartPlan plan =
        RestartPlan.of(
            flow.definition().graph(),
            both,
            new RestartPlan.From.Failed(),
            RestartPlan.Changes.NONE);
    assertThat(of(plan, "list").runs()).hasSize(1);
    assertThat(of(plan, "confirm").runs()).isEqualTo(Map.of("confirm", "follows send"));
  }

  @Test
  void what_ran_because_of_the_failure_runs_again_too() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Node<Integer> sent = Task.of(this::send).call(value(7));
              Task.of(this::unrelated).trigger(Trigger.ALL_FINISHED).call().after(sent);
              f.decidedBy(sent);
              return sent;
            });
    KilledRuns<Integer> killed = failed(flow);
    killed.restart(killed.plan(new RestartPlan.From.Failed()));
    assertThat(calls).containsExactly("send", "unrelated");
  }

  private int office(String office) {
    called();
    return office.length();
  }

  private int add(int x, int y) {
    called();
    return send(x) + y;
  }

  @Test
  void what_reads_a_parameter_that_has_another_value_runs_again() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Parameter<String> office = f.parameter("office", String.class);
              Node<Integer> size = Task.of(this::office).call(office);
              return Task.of(this::add).call(Task.of(this::unrelated).call(), size);
            });
    KilledRuns<Integer> killed = new KilledRuns<>(flow, Timekeeper.system());
    killed.begin(Integer.MAX_VALUE, with("office", "DC"));
    calls.clear();
    RestartPlan plan =
        RestartPlan.of(
            flow.definition().graph(),
            killed.recorded(),
            new RestartPlan.From.Failed(),
            new RestartPlan.Changes(Set.of("office"), Map.of()));
    assertThat(of(plan, "office").runs())
        .isEqualTo(Map.of("office", "parameter 'office' has another value"));
    killed.restart(plan, with("office", "Paris"));
    assertThat(calls).contains("office", "add").doesNotContain("unrelated");
  }

  @Test
  void a_node_whose_definition_has_changed_runs_again() {
    Flow<Integer> flow = flow();
    KilledRuns<Integer> killed = failed(flow);
    RestartPlan plan =
        RestartPlan.of(
            flow.definition().graph(),
            killed.recorded(),
            new RestartPlan.From.Failed(),
            new RestartPlan.Changes(Set.of(), Map.of("confirm", "its definition has changed")));
    assertThat(of(plan, "confirm").runs())
        .isEqualTo(Map.of("confirm", "its definition has changed"));
    assertThat(of(plan, "send").runs()).hasSize(3);
  }

  @Test
  void the_inner_nodes_of_a_map_within_a_map_are_planned_one_by_one() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of(this::sum)
                    .call(
                        f.forEach(
                                each(value(List.of(6, 7, 8))),
                                x -> Task.of(this::confirm).call(Task.of(this::send).call(x)))
                            .collect()));
    KilledRuns<Integer> killed = failed(flow);
    FlowResult<Integer> again = killed.restart(killed.plan(new RestartPlan.From.Failed()));
    assertThat(calls).containsExactly("send[1]", "confirm[1]", "sum");
    assertThat(again.value()).isEqualTo(13 + 15 + 17);
  }

  private List<Integer> row(int x) {
    return List.of(x, x + 1);
  }

  @Test
  void a_map_within_a_map_is_restarted_where_its_inner_lists_come_from_a_task() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f ->
                Task.of(this::sum)
                    .call(
                        f.forEach(
                                each(value(List.of(5, 7))),
                                x ->
                                    Task.of(this::sum)
                                        .call(
                                            Task.of(this::send)
                                                .map(each(Task.of(this::row).call(x)))
                                                .collect()))
                            .collect()));
    KilledRuns<Integer> killed = failed(flow);
    FlowResult<Integer> again = killed.restart(killed.plan(new RestartPlan.From.Failed()));
    assertThat(again.state().name()).isEqualTo("Success");
    assertThat(calls).containsExactly("send[1][0]", "sum[1]", "sum-2");
    assertThat(again.value()).isEqualTo(10 + 12 + 14 + 16);
  }
}
