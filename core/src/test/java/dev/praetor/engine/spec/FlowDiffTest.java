package dev.praetor.engine.spec;

import static dev.praetor.Praetor.cron;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowSpec;
import dev.praetor.Retry;
import dev.praetor.Schedule;
import dev.praetor.Task;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The differences of two versions of a flow. */
class FlowDiffTest {
  static int load(int n) {
    return n;
  }

  static int send(int n) {
    return n;
  }

  static int check(int n) {
    return n;
  }

  private static final Flow<Integer> BEFORE =
      Flow.define(
              "reminder",
              f -> {
                var times = f.parameter("times", 3);
                return Task.of(FlowDiffTest::send).call(Task.of(FlowDiffTest::load).call(times));
              })
          .scheduled(Schedule.of(cron("30 8 * * *")));

  private static List<String> words(Flow<?> before, Flow<?> after) {
    return FlowDiff.of(before.spec(), after.spec()).stream().map(FlowChangeText::of).toList();
  }

  @Test
  void equal_versions_do_not_differ() {
    assertThat(FlowDiff.of(BEFORE.spec(), BEFORE.spec())).isEmpty();
  }

  @Test
  void tasks_edges_parameters_schedules_and_options_are_compared() {
    Flow<Integer> after =
        Flow.define(
                "reminder",
                f -> {
                  var times = f.parameter("times", 4);
                  var _ = f.parameter("who", "Ann");
                  var load =
                      Task.of(FlowDiffTest::load)
                          .retry(Retry.times(2).every(Duration.ofSeconds(1)))
                          .call(times);
                  return Task.of(FlowDiffTest::check).call(value(1)).after(load);
                })
            .scheduled(Schedule.of(cron("0 9 * * *")))
            .timeout(Duration.ofMinutes(5));
    assertThat(words(BEFORE, after))
        .contains(
            "task check is new",
            "task send is gone",
            "edge load → check (order) is new",
            "edge load → send is gone",
            "parameter times: default 3 → 4",
            "parameter who is new",
            "timeout is new: 'PT5M'")
        .anyMatch(line -> line.startsWith("task load: retry none → {\"times\":2"))
        .anyMatch(line ->
            line.startsWith("schedule: ") && line.contains("08:30") && line.contains("09:00"));
    JsonNode json = FlowChangeText.json(FlowDiff.of(BEFORE.spec(), after.spec()));
    assertThat(json.valueStream())
        .anyMatch(each ->
            each.get("part").asString().equals("parameter")
                && each.get("change").asString().equals("changed")
                && each.get("name").asString().equals("times")
                && each.get("details").get(0).get("before").asInt() == 3
                && each.get("details").get(0).get("after").asInt() == 4);
  }

  @Test
  void a_schedule_that_comes_or_goes_is_told_in_words() {
    Flow<Integer> without = Flow.define("x", f -> value(1));
    Flow<Integer> with = without.scheduled(Schedule.of(cron("30 8 * * *")));
    assertThat(words(without, with)).singleElement().asString().startsWith("schedule is new: ");
    assertThat(words(with, without)).singleElement().asString().startsWith("schedule is gone: ");
  }

  @Test
  void no_difference_is_left_out() {
    FlowSpec other =
        new FlowSpec(BEFORE.spec().json().replace("\"description\":\"\"", "\"later\":7"));
    assertThat(FlowDiff.of(BEFORE.spec(), other)).isNotEmpty();
    Flow<Integer> one =
        Flow.define(
            "f",
            f -> {
              var a = Task.of(FlowDiffTest::load).call(value(1));
              var b = Task.of(FlowDiffTest::check).call(value(1));
              return Task.of(FlowDiffTest::send).call(value(1)).after(a, b);
            });
    Flow<Integer> two =
        Flow.define(
            "f",
            f -> {
              var b = Task.of(FlowDiffTest::check).call(value(1));
              var a = Task.of(FlowDiffTest::load).call(value(1));
              return Task.of(FlowDiffTest::send).call(value(1)).after(b, a);
            });
    assertThat(words(one, two))
        .containsExactly("the order of its tasks, edges or parameters is another one");
  }
}
