package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.praetor.cli.error.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Real processes whose code, terminal or user does something hostile. */
@Tag("process")
class HostileProgramsTest {
  private static final String SOURCE =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.util.*;
      import java.util.concurrent.CountDownLatch;
      class Hostile {
        static int exit(int x) { System.exit(7); return x; }
        static int threads(int x) {
          for (int i = 0; i < 50; i++) {
            Thread left = new Thread(() -> {
              while (true) {
                try { new CountDownLatch(1).await(); } catch (InterruptedException ignored) { }
              }
            });
            left.setUncaughtExceptionHandler((t, e) -> {});
            left.start();
          }
          return x;
        }
        static int closed(int x) { System.out.close(); System.err.close(); return x; }
        static int changed(int x) {
          System.setProperties(new Properties());
          Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
          TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Kiritimati"));
          Thread.setDefaultUncaughtExceptionHandler((t, e) -> System.exit(9));
          Thread.currentThread().setUncaughtExceptionHandler((t, e) -> System.exit(9));
          Thread.currentThread().setName("renamed");
          Thread.currentThread().setContextClassLoader(null);
          Thread.currentThread().interrupt();
          return x;
        }
        static int next(int x) { return x + 1; }
        static int hang(int x) throws InterruptedException {
          System.out.println("begun " + x);
          new CountDownLatch(1).await();
          return x;
        }
        static Flow<Integer> of(String name, Task1<Integer, Integer> first) {
          return Flow.define(name, f -> Task.of(Hostile::next).call(first.call(value(1))));
        }
        static Flow<Integer> exitFlow() { return of("exit", Task.of(Hostile::exit)); }
        static Flow<Integer> threadsFlow() { return of("threads", Task.of(Hostile::threads)); }
        static Flow<Integer> closedFlow() { return of("closed", Task.of(Hostile::closed)); }
        static Flow<Integer> changedFlow() { return of("changed", Task.of(Hostile::changed)); }
        static Flow<Integer> good() { return of("good", Task.of(Hostile::next)); }
        static Flow<Integer> hanging() { return of("hanging", Task.of(Hostile::hang)); }
        static Flow<List<Integer>> wide() {
          return Flow.define("wide", f -> Task.of(Hostile::next).map(each(value(
              java.util.stream.IntStream.range(0, 3000).boxed().toList()))).collect());
        }
      }
      """;
  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  private String source() throws IOException {
    Path file = folder.resolve("Hostile.java");
    return Files.exists(file) ? file.toString() : Files.writeString(file, SOURCE).toString();
  }

  private String home() {
    return "--home=" + folder.resolve("home");
  }

  private static List<String> command(String... args) {
    return TestJvm.program(args);
  }

  private Path said() {
    return folder.resolve("said");
  }

  private String text() throws IOException {
    return Files.exists(said()) ? Files.readString(said(), StandardCharsets.UTF_8) : "";
  }

  private int status(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said().toFile())
            .start();
    started.add(process);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** Returns the document of the newest run of the home. */
  private JsonNode latest() throws IOException, InterruptedException {
    assertThat(status(command("runs", "show", "latest", "--json", home()))).as(text()).isZero();
    String text = text();
    return JsonMapper.shared().readTree(text.substring(text.indexOf('{')));
  }

  @ParameterizedTest
  @CsvSource({"threads, 2", "closed, 2", "changed, 2"})
  void code_that_changes_the_process_changes_neither_the_end_nor_the_history(String flow, int value)
      throws Exception {
    assertThat(status(command("run", source(), "--flow", flow, home()))).as(text()).isZero();
    JsonNode run = latest();
    assertThat(run.path("state").asString()).isEqualTo("Success");
    assertThat(run.path("value").asInt()).isEqualTo(value);
    assertThat(run.path("ended").asString()).matches("[0-9TZ:.-]+");
  }

  @Tag("long")
  @Test
  void code_that_ends_the_process_leaves_a_run_that_can_be_resumed_or_cancelled() throws Exception {
    assertThat(status(command("run", source(), "--flow", "exit", home()))).isNotZero();
    JsonNode run = latest();
    assertThat(run.path("state").asString()).isNotEqualTo("Success");
    if (run.path("lost").asBoolean()) {
      assertThat(status(command("runs", "cancel", "latest", home()))).isZero();
      assertThat(latest().path("state").asString()).isEqualTo("Cancelled");
    }
  }

  /** Code that ends the process before there is a run leaves none, and no lock. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "static { System.exit(7); } public List<Flow<?>> flows() { return List.of(); }",
        "public Exits() { System.exit(7); } public List<Flow<?>> flows() { return List.of(); }",
        "public List<Flow<?>> flows() { System.exit(7); return List.of(); }"
      })
  void a_jar_whose_code_ends_the_process_while_it_is_loaded_ends_it_with_its_status(String body)
      throws Exception {
    Path code =
        Files.writeString(
            folder.resolve("Exits.java"),
            """
            import dev.praetor.*;
            import java.util.*;
            public class Exits implements FlowSource { %s }
            """
                .formatted(body));
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, code.toString()))
        .isZero();
    Path jar = folder.resolve("exits.jar");
    try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar))) {
      entries.putNextEntry(new JarEntry("Exits.class"));
      entries.write(Files.readAllBytes(folder.resolve("Exits.class")));
      entries.putNextEntry(new JarEntry("META-INF/services/dev.praetor.FlowSource"));
      entries.write("Exits".getBytes(StandardCharsets.UTF_8));
    }
    for (int i = 0; i < 2; i++) {
      assertThat(status(command("run", jar.toString(), home()))).as(text()).isEqualTo(7);
    }
    assertThat(status(command("run", source(), "--flow", "threads", home()))).as(text()).isZero();
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(
      strings = {">&-", "2>&-", ">&- 2>&-", "<&-", "| true", "2>&1 | true", "2>&1 | head -n 1"})
  void closed_streams_do_not_stop_a_run(String redirection) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("sh", "-c", "\"$@\" " + redirection, "sh"));
    command.addAll(command("run", source(), "--flow", "wide", home()));
    status(command);
    assertThat(latest().path("state").asString()).isEqualTo("Success");
  }

  private Process startHanging() throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "--default-signal=INT,HUP"));
    command.addAll(command("run", source(), "--flow", "hanging", home()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    started.add(process);
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.contains("begun")) {
          return process;
        }
      }
    }
    throw new AssertionError("the flow did not begin");
  }

  private static void signal(String name, Process process) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  @Tag("long")
  @ParameterizedTest
  @ValueSource(strings = {"INT INT", "INT TERM", "TERM TERM", "HUP INT", "QUIT INT", "TERM HUP"})
  void several_signals_end_the_process_and_leave_a_history(String signals) throws Exception {
    Process process = startHanging();
    for (String each : signals.split(" ", -1)) {
      signal(each, process);
    }
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    JsonNode run = latest();
    assertThat(run.path("state").asString().equals("Cancelled") || run.path("lost").asBoolean())
        .isTrue();
  }

  /** Whatever the process is doing at that moment, it ends, and its history can be read. */
  @Tag("long")
  @ParameterizedTest
  @ValueSource(ints = {50, 100, 200, 300, 400, 600, 800, 1_000, 1_500, 2_000, 3_000, 4_000})
  void an_interrupt_at_any_moment_ends_the_process(int millis) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("env", "--default-signal=INT"));
    command.addAll(command("run", source(), "--flow", "hanging", home()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(said().toFile())
            .start();
    started.add(process);
    assertThat(process.waitFor(millis, TimeUnit.MILLISECONDS)).isFalse();
    signal("INT", process);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    // A JVM that has only just begun ends itself, before any of our code is there.
    if (!text().contains("Error occurred during initialization of VM")) {
      assertThat(process.exitValue()).as(text()).isEqualTo(ExitCode.CANCELLED);
    }
    assertThat(text()).doesNotContain("an unexpected error", "Exception");
    int listed = status(command("runs", "list", "--json", home()));
    assertThat(listed).isIn(ExitCode.SUCCESS, ExitCode.USAGE);
    assertThat(text()).doesNotContain("an unexpected error", "Running");
  }

  private static void mode(String mode, Path path) throws Exception {
    assertThat(new ProcessBuilder("chmod", "-R", mode, path.toString()).start().waitFor()).isZero();
  }

  @Tag("long")
  @Test
  void a_home_that_may_only_be_read_is_shown_and_never_changed() throws Exception {
    assumeThat(Unprivileged.command(List.of("true"))).isNotEmpty();
    assertThat(status(command("run", source(), "--flow", "good", home()))).as(text()).isZero();
    Path home = folder.resolve("home");
    mode("a-w", home);
    try {
      assertThat(status(Unprivileged.command(command("runs", "list", home())))).as(text()).isZero();
      assertThat(text()).contains("good");
      assertThat(status(Unprivileged.command(command("runs", "show", "latest", home())))).isZero();
      for (String[] changing :
          List.of(
              new String[] {"run", source(), "--flow", "good", home()},
              new String[] {"runs", "delete", "latest", "--yes", home()},
              new String[] {"runs", "cancel", "latest", home()},
              new String[] {"runs", "prune", "--keep", "0", "--yes", home()})) {
        assertThat(status(Unprivileged.command(command(changing)))).as(text()).isNotZero();
        assertThat(text()).isNotBlank().doesNotContain("an unexpected error", "\n\tat ");
      }
    } finally {
      mode("u+w", home);
    }
    assertThat(latest().path("state").asString()).isEqualTo("Success");
  }

  @Test
  void a_password_in_the_address_of_a_store_is_never_shown() throws Exception {
    String url = "jdbc:postgresql://localhost:1/x?user=u&password=hush-hush&connectTimeout=1";
    for (String[] command :
        List.of(
            new String[] {"run", source(), "--flow", "good", "--store=" + url},
            new String[] {"runs", "list", "--store=" + url},
            new String[] {"runs", "show", "latest", "--store=" + url + "&bad=%zz"})) {
      assertThat(status(command(command))).isEqualTo(ExitCode.USAGE);
      assertThat(text()).contains("localhost").doesNotContain("hush", "\n\tat ");
    }
  }
}
