package dev.praetor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.engine.spec.FlowDescription;
import dev.praetor.engine.spec.FlowSpecReader;
import dev.praetor.engine.spec.FlowSpecWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DescriptionsTest {
  @Test
  void a_random_flow_is_read_from_its_description_as_it_was_written() {
    for (int seed = 0; seed < 300; seed++) {
      Flow<Integer> flow = new RandomFlow(new Random(seed)).make(3 + seed % 12);
      String text = flow.spec().json();
      FlowDescription read = FlowSpecReader.read(text);
      assertThat(read).as("seed %d", seed).isEqualTo(FlowDescription.of(flow.definition()));
      assertThat(FlowSpecWriter.write(read).toString()).as("seed %d", seed).isEqualTo(text);
    }
  }
}
