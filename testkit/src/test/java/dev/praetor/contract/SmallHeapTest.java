package dev.praetor.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs in a process with a small heap: the memory that is missing fails the tasks that need it. */
@Tag("long")
class SmallHeapTest {

  @ParameterizedTest
  @ValueSource(strings = {"one-task-takes-all", "forty-tasks-take-all"})
  void only_the_greedy_tasks_fail(String flow) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName(),
                flow)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(output).contains("ended: greedy Failed modest Success");
  }
}
