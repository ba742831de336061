package dev.praetor;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.engine.spec.UnreadableFlowSpec;
import dev.praetor.engine.task.Placement;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The pool and the labels of a flow. */
class PlacementTest {
  private static Flow<Integer> flow() {
    return Flow.define("placed", _ -> value(1));
  }

  private static Placement described(Flow<?> flow) {
    return FlowSpecReader.read(flow.spec().json()).options().placement();
  }

  @Test
  void a_flow_that_says_nothing_is_described_as_before() {
    assertThat(flow().spec().json()).doesNotContain("pool").doesNotContain("needs");
    assertThat(described(flow())).isEqualTo(Placement.ANYWHERE);
    assertThat(flow().pool("default").spec()).isEqualTo(flow().spec());
  }

  @Test
  void the_pool_and_the_labels_are_described_in_one_order() {
    Flow<Integer> one = flow().pool("gpu").needs("region=eu", "cuda", "cuda");
    assertThat(described(one)).isEqualTo(new Placement("gpu", List.of("cuda", "region=eu"), false));
    assertThat(one.spec()).isEqualTo(flow().needs("cuda", "region=eu").pool("gpu").spec());
    assertThat(one.spec().version()).isNotEqualTo(flow().spec().version());
  }

  @Test
  void names_that_a_pool_or_a_label_cannot_have_are_refused() {
    for (String pool : List.of("", " ", "a b", "-a", "a/b", "x".repeat(101), "ä")) {
      assertThatThrownBy(() -> flow().pool(pool))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the name of a pool");
    }
    for (String label : List.of("", "=", "a=", "=b", "a=b=c", "a b", "a|b", "x".repeat(101))) {
      assertThatThrownBy(() -> flow().needs(label))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a label is a name");
    }
    String[] many = IntStream.range(0, 33).mapToObj(i -> "l" + i).toArray(String[]::new);
    assertThatThrownBy(() -> flow().needs(many)).hasMessageContaining("at most 32 labels");
  }

  @Test
  void a_description_with_a_name_that_a_pool_cannot_have_is_unreadable() {
    String json = flow().pool("gpu").spec().json().replace("\"gpu\"", "\"g p u\"");
    assertThatThrownBy(() -> FlowSpecReader.read(json)).isInstanceOf(UnreadableFlowSpec.class);
  }
}
