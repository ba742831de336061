package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first steps of the page about the server lead to a flow on a second worker. */
@Tag("process")
class ServerPageTest {
  private static final Path PAGE = Path.of("../docs/guide/server.md");
  @TempDir private Path folder;

  @Test
  void the_first_steps_lead_to_a_flow_on_a_second_worker() throws Exception {
    PageScript script = new PageScript(folder);
    String printed = script.run(script.of(PAGE), Map.of("PRAETOR_PORT", "0"));
    assertThat(printed)
        .contains("ticks", "new", "every minute")
        .containsPattern("second +running +\\d of 100 slots in use +pool batch")
        .containsPattern("ticks .*Success");
  }
}
