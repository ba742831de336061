package dev.praetor.store;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Retry;
import dev.praetor.Task;
import dev.praetor.store.history.FlowChanges;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A restart notices what has changed in the flow, so that it reuses no result of other inputs. */
class FlowChangesTest {
  private static Flow<Integer> of(Object constant) {
    return Flow.define(
        "f",
        f -> {
          Node<Object> input = value(constant);
          return Task.of("t", Integer.class, Object::hashCode).call(input);
        });
  }

  private static Set<String> changes(Object before, Object now) {
    return changes(of(before), of(now));
  }

  private static Set<String> changes(Flow<?> before, Flow<?> now) {
    return FlowChanges.since(Optional.of(before.spec().json()), now).keySet();
  }

  sealed interface Shape {}

  record Circle(double size) implements Shape {}

  record Square(double size) implements Shape {}

  static final class Client {
    private final long made = System.nanoTime();

    public String getUrl() {
      return made == 0 ? "" : "http://here";
    }
  }

  @Test
  void a_constant_of_another_type_is_another_constant_although_its_json_is_equal() {
    assertThat(changes(new Circle(2), new Square(2))).containsExactly("t");
    assertThat(changes(List.of(new Circle(2)), List.of(new Square(2)))).containsExactly("t");
    assertThat(changes(1, 1L)).containsExactly("t");
    assertThat(changes(0.0, -0.0)).containsExactly("t");
    assertThat(changes("2026-01-01", LocalDate.of(2026, 1, 1))).containsExactly("t");
    assertThat(changes(Map.of("1", 2), Map.of(1, 2))).containsExactly("t");
    assertThat(changes(List.of(1), Set.of(1))).containsExactly("t");
    List<Object> longOne = List.of("x".repeat(9_000), 1);
    assertThat(changes(longOne, List.of("x".repeat(9_000), 1L))).containsExactly("t");
  }

  @Test
  void an_equal_constant_is_the_same_whatever_its_order_its_list_and_its_hidden_fields() {
    assertThat(changes(new Circle(2), new Circle(2))).isEmpty();
    assertThat(changes(List.of(1, "a"), new ArrayList<>(List.of(1, "a")))).isEmpty();
    assertThat(changes(new LinkedHashSet<>(List.of("b", "a")), new HashSet<>(List.of("a", "b"))))
        .isEmpty();
    assertThat(changes(Map.of("a", 1L, "b", 2L), Map.of("b", 2L, "a", 1L))).isEmpty();
    assertThat(changes(new Client(), new Client())).isEmpty();
  }

  private static Flow<?> approved(String text, Duration deadline) {
    return Flow.define("f", f -> f.approval(text, deadline));
  }

  @Test
  void an_approval_of_another_text_is_another_approval() {
    Duration hour = Duration.ofHours(1);
    Flow<?> before = approved("Clean the test system?", hour);
    assertThat(changes(before, approved("Delete the shop?", hour))).containsExactly("approval");
    assertThat(changes(before, approved("Clean the test system?", Duration.ofHours(2)))).isEmpty();
  }

  private static Flow<?> shipping(String version, Retry retry) {
    Flow<Integer> pack =
        Flow.define(
            "pack",
            f -> Task.of("box", Integer.class, () -> 1).version(version).retry(retry).call());
    Flow<Integer> ship = Flow.define("ship", f -> f.run(pack));
    return Flow.define(
        "shop", f -> Task.of("sum", Integer.class, Integer::sum).call(f.run(ship), f.run(pack)));
  }

  @Test
  void a_flow_within_the_flow_that_is_defined_otherwise_is_another_one() {
    Flow<?> before = shipping("1", Retry.none());
    assertThat(changes(before, shipping("2", Retry.none()))).containsExactly("pack", "ship");
    assertThat(changes(before, shipping("1", Retry.times(2)))).isEmpty();
    String older = before.spec().json().replaceAll(",\"deciding\":\"[0-9a-f]+\"", "");
    assertThat(older).isNotEqualTo(before.spec().json());
    assertThat(FlowChanges.since(Optional.of(older), shipping("2", Retry.none()))).isEmpty();
  }

  @Test
  void a_flow_that_many_flows_run_is_described_once() {
    Flow<Integer> flow = Flow.define("f", f -> Task.of("one", Integer.class, () -> 1).call());
    for (int i = 0; i < 40; i++) {
      Flow<Integer> inner = flow;
      flow =
          Flow.define(
              "f",
              f -> Task.of("sum", Integer.class, Integer::sum).call(f.run(inner), f.run(inner)));
    }
    assertThat(flow.spec().version()).isEqualTo(flow.spec().version());
  }

  private static Flow<?> weather(String... cities) {
    return Flow.define(
        "weather",
        f -> {
          List<Node<String>> all = new ArrayList<>();
          for (String city : cities) {
            all.add(Task.of("weather", String.class, () -> "sun in " + city).call());
          }
          f.decidedBy(all.toArray(new Node<?>[0]));
          return all.getLast();
        });
  }

  @Test
  void tasks_of_one_name_that_have_changed_places_are_other_tasks() {
    Flow<?> before = weather("Rome", "Oslo", "Bern");
    assertThat(changes(before, weather("Oslo", "Rome", "Bern")))
        .containsExactly("weather", "weather-2");
    assertThat(before.spec().version())
        .isEqualTo(weather("Rome", "Oslo", "Bern").spec().version())
        .isNotEqualTo(weather("Oslo", "Rome", "Bern").spec().version());
  }

  @Test
  void a_task_of_a_name_of_its_own_is_the_same_whatever_its_code_captured() {
    assertThat(changes(weather("Rome"), weather("Oslo"))).isEmpty();
    assertThat(weather("Rome").spec().version()).isEqualTo(weather("Oslo").spec().version());
  }
}
