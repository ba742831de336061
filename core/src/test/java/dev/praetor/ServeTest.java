package dev.praetor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.engine.FlowServing;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServeTest {
  private static Flow<String> standup() {
    return Flow.define("standup", f -> Task.of("greet", String.class, () -> "hello").call());
  }

  // @start region="main"
  static void main() throws InterruptedException {
    Praetor.serve(standup()).await();
  }

  // @end

  @Test
  void the_module_that_is_missing_is_named() {
    assertThatThrownBy(ServeTest::main)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("praetor-embedded");
    assertThatThrownBy(() ->
            FlowServing.installed(
                List.of(standup()), Map.of("PRAETOR_SERVER", "http://127.0.0.1:4200")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("praetor-worker");
  }

  @Test
  void no_flow_and_two_of_one_name_are_refused() {
    assertThatThrownBy(Praetor::serve).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Praetor.serve(standup(), standup()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'standup'");
  }
}
