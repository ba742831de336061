package dev.praetor.engine.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

class FlowSpecReaderTest {
  static List<Flow<?>> flows() {
    return EveryKind.flows();
  }

  @ParameterizedTest
  @MethodSource("flows")
  void what_is_read_is_written_as_the_same_text(Flow<?> flow) {
    String text = flow.spec().json();
    FlowDescription read = FlowSpecReader.read(text);
    assertThat(FlowSpecWriter.write(read).toString()).isEqualTo(text);
    assertThat(FlowSpecReader.read(FlowSpecWriter.write(read).toString())).isEqualTo(read);
  }

  @Test
  void every_kind_of_node_and_source_is_among_them() {
    Set<String> sources = new HashSet<>();
    Set<String> kinds = new HashSet<>();
    for (Flow<?> flow : flows()) {
      JsonNode tree = flow.spec().tree();
      tree.findValuesAsString("from").forEach(sources::add);
      tree.findValuesAsString("kind").forEach(kinds::add);
    }
    assertThat(sources)
        .contains("constant", "parameter", "output", "outputs", "element", "each", "collect")
        .contains("outcomes", "outcome", "list", "select", "flatten");
    assertThat(kinds).contains("task", "loop", "merge", "approval", "wait", "flow");
  }

  @Test
  void a_description_of_a_newer_format_is_refused() {
    String newer = EveryKind.flows().getFirst().spec().json().replace("\"spec\":1", "\"spec\":2");
    assertThatThrownBy(() -> FlowSpecReader.read(newer))
        .isInstanceOf(UnreadableFlowSpec.class)
        .hasMessageContainingAll("format 2", "reads format 1", "use the version of Praetor");
  }

  @Test
  void what_is_no_description_is_refused_with_the_reason() {
    assertThatThrownBy(() -> FlowSpecReader.read("{}")).hasMessageContaining("'spec' must be");
    assertThatThrownBy(() -> FlowSpecReader.read("{")).hasMessageContaining("is not JSON");
    String odd =
        EveryKind.flows().getFirst().spec().json().replace("\"from\":\"each\"", "\"from\":\"odd\"");
    assertThatThrownBy(() -> FlowSpecReader.read(odd))
        .hasMessageContaining("unknown source: {\"from\":\"odd\"");
  }
}
