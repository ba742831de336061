package dev.praetor.store;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Node;
import dev.praetor.Task;
import dev.praetor.store.history.FlowChanges;
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
    return FlowChanges.since(Optional.of(of(before).spec().json()), of(now)).keySet();
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
}
