package dev.praetor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The thread of the only attempt of a run records its end and starts what follows, whatever its
 * code has left behind in it.
 */
@Tag("process")
class OwnThreadTest {
  @Test
  void the_end_of_the_only_attempt_is_recorded_by_its_own_thread() throws Exception {
    assertThat(outputOf("plain")).endsWith("right");
  }

  @Test
  void code_that_changes_its_thread_disturbs_neither_the_run_nor_the_next_code() throws Exception {
    assertThat(outputOf("hostile")).endsWith("right");
  }

  @Test
  void an_error_of_the_code_is_recorded_by_its_own_thread_too() throws Exception {
    assertThat(outputOf("failing")).endsWith("right");
  }

  private static String outputOf(String kind) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                OwnThread.class.getName(),
                kind)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return output.strip();
  }
}
