package dev.praetor.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader who follows the page of the first steps to the letter, beside a clone whose libraries
 * are installed.
 */
@Tag("process")
class FirstStepsTest {
  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Path PAGE = TOP.resolve("docs/guide/first-steps.md");

  @TempDir private Path folder;

  @Test
  @Timeout(value = 10, unit = TimeUnit.MINUTES)
  void the_page_leads_to_a_tested_flow_with_a_schedule_that_survives_a_crash() throws Exception {
    Path clone = Files.createSymbolicLink(folder.resolve("praetor"), TOP);
    Path project = folder.resolve("invoices");
    try (Terminal terminal = new Terminal(folder, environment(), folder.resolve("output"))) {
      for (Page.Step step : Page.steps(PAGE)) {
        switch (step) {
          case Page.Step.WriteFile write -> {
            Path file = project.resolve(write.file());
            Files.createDirectories(file.getParent());
            Files.writeString(file, write.text());
          }
          case Page.Step.Enter enter -> terminal.enter(enter.commands());
          case Page.Step.See see -> terminal.awaitLines(see.lines());
        }
      }
      assertThat(terminal.shown())
          .containsOnlyOnce("writing the invoice of Ann", "writing the invoice of Bo")
          .noneMatch(line -> line.contains("ERROR"));
    } finally {
      Files.delete(clone);
    }
  }

  /**
   * Returns the environment in which Maven finds what was installed before this test, and no more.
   */
  private Map<String, String> environment() throws Exception {
    Path settings =
        Files.writeString(
            folder.resolve("settings.xml"),
            Files.readString(Path.of("src/it/settings.xml"))
                .replace("@localRepositoryUrl@", property("praetor.fetched")));
    return Map.of(
        "JAVA_HOME", property("java.home"),
        "PATH", property("java.home") + "/bin:" + System.getenv("PATH"),
        "MAVEN_ARGS",
            "-B -s %s -Dmaven.repo.local=%s".formatted(settings, property("praetor.installed")));
  }

  private static String property(String name) {
    return String.valueOf(System.getProperty(name));
  }
}
