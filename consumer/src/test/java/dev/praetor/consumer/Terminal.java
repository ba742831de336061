package dev.praetor.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A shell to which commands are entered, as in a terminal. */
final class Terminal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private final Path output;
  private final Process shell;
  private final BufferedWriter keys;
  private int entered;

  /**
   * Opens a terminal.
   *
   * @param output the file to which all output is written
   */
  Terminal(Path folder, Map<String, String> environment, Path output) throws IOException {
    this.output = output;
    ProcessBuilder builder =
        new ProcessBuilder("bash")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    this.shell = builder.start();
    this.keys = shell.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Enters commands, and waits until they have succeeded; what they start in the background runs.
   */
  void enter(String commands) throws IOException {
    entered++;
    keys.write("set -e\n" + commands + "\nset +e\necho entered " + entered + "\n");
    keys.flush();
    awaitLines(List.of("entered " + entered));
  }

  /** Waits until lines are on the terminal, in this order. */
  void awaitLines(List<String> lines) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> {
          List<String> shown = shown();
          assertThat(shown).containsSubsequence(lines);
        });
  }

  /** Returns all lines on the terminal. */
  List<String> shown() throws IOException {
    return Files.readString(output).lines().toList();
  }

  @Override
  public void close() {
    shell.descendants().forEach(ProcessHandle::destroyForcibly);
    shell.destroyForcibly();
  }
}
