package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.engine.loading.FlowLoader;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.engine.spec.FlowSpecWriter;
import dev.praetor.examples.marvin.DemoFlows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DescriptionsTest {
  static List<Flow<?>> flows() throws IOException {
    List<Flow<?>> flows = new ArrayList<>(new DemoFlows().flows());
    try (Stream<Path> files = Files.list(Path.of("../examples/hello"))) {
      for (Path file : files.sorted().toList()) {
        flows.addAll(FlowLoader.load(file.toString()));
      }
    }
    return flows;
  }

  @ParameterizedTest
  @MethodSource("flows")
  void the_flow_of_an_example_is_read_from_its_description_as_it_was_written(Flow<?> flow) {
    String text = flow.spec().json();
    assertThat(FlowSpecWriter.write(FlowSpecReader.read(text)).toString()).isEqualTo(text);
  }
}
