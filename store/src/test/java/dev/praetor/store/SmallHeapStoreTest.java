package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Large results that are recorded take no memory: more of them than fit the heap can be made. */
@Tag("long")
class SmallHeapStoreTest {
  @TempDir Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {"20000-results-of-20-kb", "20000-results-of-20-kb-added", "1000-slices-of-1-mb"})
  void runs_in_a_heap_of_256_mb(String shape) throws IOException, InterruptedException {
    Path said = home.resolve("said");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                LargeResults.class.getName(),
                home.resolve("home").toString(),
                shape)
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(Files.readString(said, StandardCharsets.UTF_8)).contains("ended: Success");
  }
}
