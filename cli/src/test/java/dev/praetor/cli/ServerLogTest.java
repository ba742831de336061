package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The log of a server as lines of JSON, with those of its runners. */
@Tag("process")
class ServerLogTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String SOURCE =
      """
      import dev.praetor.Flow;
      import dev.praetor.Secret;
      import dev.praetor.Task;
      import dev.praetor.TaskContext;
      class Talk {
        static int talk() {
          String secret = Secret.named("TOKEN").get();
          System.out.println("printed " + secret);
          TaskContext.current().logger().atWarn().addKeyValue("with", secret).log("logged {}", secret);
          throw new IllegalStateException("failed with " + secret);
        }
        static Flow<Integer> talks() {
          return Flow.define("talks", f -> Task.of(Talk::talk).secrets("TOKEN").call());
        }
      }
      """;
  @TempDir private Path folder;

  private void praetor(int status, String... args) {
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    PrintWriter out = new PrintWriter(new StringWriter());
    assertThat(Main.execute(out, new PrintWriter(err, true), all.toArray(String[]::new)))
        .as(err.toString())
        .isEqualTo(status);
  }

  private List<JsonNode> lines() throws IOException {
    return Files.readAllLines(folder.resolve("err")).stream()
        .map(line -> JsonMapper.shared().readTree(line))
        .toList();
  }

  private Optional<JsonNode> line(String message) throws IOException {
    return lines().stream()
        .filter(line -> line.path("message").asString("").contains(message))
        .findFirst();
  }

  @Test
  void each_line_is_an_object_and_names_its_run_task_and_worker() throws Exception {
    Path source = Files.writeString(folder.resolve("Talk.java"), SOURCE);
    praetor(0, "register", source.toString());
    ProcessBuilder start =
        new ProcessBuilder(
            TestJvm.program(
                "server",
                "--port=0",
                "--grace=1s",
                "--log-format=json",
                "--home=" + folder.resolve("home")));
    start.environment().keySet().removeIf(name -> name.startsWith("PRAETOR_"));
    start.environment().put("TOKEN", "hush \"hush\"");
    start.redirectError(folder.resolve("err").toFile());
    Process server = start.start();
    try (BufferedReader ready = server.inputReader()) {
      assertThat(ready.readLine()).startsWith("Praetor server is ready");
      praetor(1, "flows", "run", "talks", "--wait");
      for (String message : List.of("printed ", "logged ", "the run is Failed")) {
        await(message).atMost(PATIENCE).until(() -> line(message).isPresent());
        JsonNode line = line(message).orElseThrow();
        assertThat(line.path("time").asString()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(line.path("level").asString()).isIn("INFO", "WARN");
        assertThat(line.path("logger").asString()).isNotEmpty();
        assertThat(line.path("run").asString()).hasSize(36);
        assertThat(line.path("flow").asString()).isEqualTo("talks");
        assertThat(line.path("worker").asString()).endsWith("-" + server.pid());
      }
      assertThat(line("printed ").orElseThrow().path("task").asString()).isEqualTo("talk");
      assertThat(line("logged ").orElseThrow().path("task").asString()).isEqualTo("talk");
      server.toHandle().destroy();
      server.waitFor();
    } finally {
      server.descendants().forEach(ProcessHandle::destroyForcibly);
      server.destroyForcibly();
    }
    assertThat(line("The server ends.")).isPresent();
    assertThat(Files.readString(folder.resolve("err"))).doesNotContain("hush");
  }
}
