package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.StateType.FAILED;
import static dev.praetor.StateType.PAUSED;
import static dev.praetor.StateType.SUCCESS;
import static dev.praetor.StateType.TRIGGER_FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Percentage;
import dev.praetor.Signal;
import dev.praetor.StateType;
import dev.praetor.Task;
import dev.praetor.Trigger;
import dev.praetor.testkit.FlowTester;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class TriggersTest {
  static int end(String how) {
    return switch (how) {
      case "S" -> 1;
      case "K" -> throw Signal.skip("skip");
      default -> throw new IllegalStateException("fail");
    };
  }

  static int work() {
    return 1;
  }

  static List<Integer> numbers() {
    return List.of(0, 1, 2);
  }

  static int evenFails(int x) {
    if (x % 2 == 0) {
      throw new IllegalStateException("even");
    }
    return x;
  }

  /**
   * A trigger, with the expected state of the task for each mix of upstream states (Success,
   * sKipped, Failed).
   */
  private record Row(Trigger trigger, String... expected) {}

  private static final List<String> MIXES =
      List.of("", "S", "F", "K", "SS", "SF", "FF", "SK", "KK", "FK");

  private static final List<Row> TABLE =
      List.of(
          new Row(Trigger.ALL_SUCCESSFUL, "S", "S", "T", "S", "S", "T", "T", "S", "S", "T"),
          new Row(Trigger.ALL_FAILED, "S", "T", "S", "T", "T", "T", "S", "T", "T", "T"),
          new Row(Trigger.ANY_FAILED, "S", "T", "S", "T", "T", "S", "S", "T", "T", "S"),
          new Row(Trigger.ANY_SUCCESSFUL, "S", "S", "T", "S", "S", "S", "T", "S", "S", "S"),
          new Row(Trigger.ALL_FINISHED, "S", "S", "S", "S", "S", "S", "S", "S", "S", "S"),
          new Row(Trigger.NOT_ALL_SKIPPED, "S", "S", "T", "K", "S", "T", "T", "S", "K", "T"),
          new Row(Trigger.someFailed(1, 1), "S", "T", "S", "T", "T", "S", "T", "T", "T", "S"),
          new Row(Trigger.someSuccessful(2, 2), "S", "T", "T", "T", "S", "T", "T", "S", "S", "T"),
          new Row(
              Trigger.someFailed(Percentage.of(50), Percentage.of(100)),
              "S",
              "T",
              "S",
              "T",
              "T",
              "S",
              "S",
              "T",
              "T",
              "S"),
          new Row(
              Trigger.someSuccessful(Percentage.of(50), Percentage.of(99)),
              "S",
              "T",
              "T",
              "T",
              "T",
              "S",
              "T",
              "T",
              "T",
              "S"),
          new Row(
              Trigger.of(
                  "none failed",
                  states -> states.values().stream().noneMatch(s -> s.isUnsuccessful())),
              "S",
              "S",
              "T",
              "S",
              "S",
              "T",
              "T",
              "S",
              "S",
              "T"));

  @TestFactory
  List<DynamicTest> each_trigger_against_each_mix_of_states() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Row row : TABLE) {
      for (int i = 0; i < MIXES.size(); i++) {
        String mix = MIXES.get(i);
        String expected = row.expected()[i];
        tests.add(
            DynamicTest.dynamicTest(
                row.trigger().name() + " over '" + mix + "'",
                () -> assertThat(run(row.trigger(), mix)).isEqualTo(expected)));
      }
    }
    return tests;
  }

  private static String run(Trigger trigger, String mix) {
    var flow =
        Flow.define(
            "f",
            f -> {
              Node<?>[] upstream =
                  mix.chars()
                      .mapToObj(c ->
                          Task.of(TriggersTest::end)
                              .call(dev.praetor.Praetor.value(Character.toString(c))))
                      .toArray(Node<?>[]::new);
              return Task.of(TriggersTest::work)
                  .trigger(trigger)
                  .skipOnUpstreamSkip(false)
                  .call()
                  .after(upstream);
            });
    return switch (FlowTester.of(flow).run().taskRun("work").state().type()) {
      case StateType.SUCCESS -> "S";
      case StateType.SKIPPED -> "K";
      case StateType.TRIGGER_FAILED -> "T";
      default -> "?";
    };
  }

  @Test
  void a_mapped_upstream_over_a_plain_edge_counts_as_its_children() {
    var flow =
        Flow.define(
            "f",
            f -> {
              var mapped =
                  Task.of(TriggersTest::evenFails).map(each(Task.of(TriggersTest::numbers).call()));
              return Task.of(TriggersTest::work)
                  .trigger(Trigger.someFailed(2, 2))
                  .call()
                  .after(mapped);
            });
    FlowTester.of(flow).run().ended("work", SUCCESS);
  }

  @Test
  void a_trigger_failure_names_the_upstream_and_is_never_retried() {
    var flow =
        Flow.define(
            "f",
            f ->
                Task.of(TriggersTest::work)
                    .retry(dev.praetor.Retry.times(3))
                    .call()
                    .after(Task.of(TriggersTest::end).call(dev.praetor.Praetor.value("F"))));
    FlowTester.of(flow)
        .run()
        .ended(FAILED)
        .ended("work", TRIGGER_FAILED)
        .says("work", "end (Failed)")
        .took("work", 0);
  }

  @Test
  void a_trigger_that_throws_fails_the_task_and_carries_the_error() {
    var flow =
        Flow.define(
            "f",
            f ->
                Task.of(TriggersTest::work)
                    .trigger(
                        Trigger.of(
                            "mine",
                            states -> {
                              throw new IllegalArgumentException("bad rule");
                            }))
                    .call());
    var run = FlowTester.of(flow).run().ended("work", TRIGGER_FAILED).says("work", "bad rule");
    assertThat(((dev.praetor.State.TriggerFailed) run.taskRun("work").state()).failure())
        .isPresent();
  }

  @Test
  void a_users_rule_sees_the_names_of_the_upstreams_and_of_children() {
    List<String> seen = new ArrayList<>();
    var flow =
        Flow.define(
            "f",
            f -> {
              var mapped =
                  Task.of(TriggersTest::evenFails).map(each(Task.of(TriggersTest::numbers).call()));
              return Task.of(TriggersTest::work)
                  .trigger(
                      Trigger.of(
                          "look",
                          states -> {
                            states.forEach((name, state) -> seen.add(name + " " + state.name()));
                            return true;
                          }))
                  .call()
                  .after(mapped, Task.of(TriggersTest::work).named("other").call());
            });
    FlowTester.of(flow).run().ended("work", SUCCESS);
    assertThat(seen)
        .containsExactly(
            "even_fails[0] Failed",
            "even_fails[1] Success",
            "even_fails[2] Failed",
            "other Success");
  }

  @Test
  void a_manual_trigger_waits_until_somebody_approves() throws Exception {
    var flow = Flow.define("f", f -> Task.of(TriggersTest::work).trigger(Trigger.MANUAL).call());
    var started = FlowTester.of(flow).start();
    started.events().await("work", PAUSED);
    assertThat(started.run().paused()).extracting(run -> run.path()).containsExactly("work");
    assertThat(started.run().approve("work", "Ann")).isTrue();
    assertThat(started.run().approve("work", "Ann")).isFalse();
    started.finish().ended(SUCCESS).ended("work", SUCCESS);
  }

  @Test
  void a_mapped_node_with_a_manual_trigger_is_approved_once() throws Exception {
    var flow =
        Flow.define(
            "f",
            f ->
                Task.of("same", Integer.class, (Integer x) -> x)
                    .trigger(Trigger.MANUAL)
                    .map(each(f.parameter("list", List.of(1, 2, 3))))
                    .collect());
    var started = FlowTester.of(flow).start();
    started.events().await("same", PAUSED);
    assertThat(started.run().approve("same", "Ann")).isTrue();
    assertThat(started.finish().value()).isEqualTo(List.of(1, 2, 3));
  }
}
