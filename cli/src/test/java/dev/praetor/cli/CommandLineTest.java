package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {
  private static final Path HELLO = Path.of("..", "examples", "hello");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int praetor(String... args) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private static String hello(String name) {
    return HELLO.resolve(name).toString();
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void a_source_file_runs_as_it_is_with_a_parameter() {
    assertThat(praetor("run", hello("Hello.java"), "-p", "name=Ann")).isZero();
    assertThat(out.toString()).contains("Success", "= Hello, Ann!");
  }

  @Test
  void every_example_runs() {
    assertThat(praetor("run", hello("Mapping.java"))).isZero();
    assertThat(out.toString()).contains("= OSLO | LIMA | ROME");
    assertThat(praetor("run", hello("Branches.java"), "-p", "day=SUNDAY")).isZero();
    assertThat(out.toString()).contains("= Sleep in");
    assertThat(praetor("run", hello("Retries.java"))).isZero();
    assertThat(out.toString()).contains("= the text of index.html");
    assertThat(praetor("run", hello("Loop.java"), "-p", "number=27")).isZero();
    assertThat(out.toString()).contains("= 111");
    assertThat(praetor("run", hello("Approval.java"), "--approve", "approval")).isZero();
    assertThat(out.toString()).contains("= published: Praetor 1.0 is out");
    assertThat(praetor("run", hello("FlowInFlow.java"))).isZero();
    assertThat(out.toString()).contains("= Oslo: sunny, Lima: sunny");
  }

  @Test
  void no_example_is_forgotten_here() throws IOException {
    try (Stream<Path> files = Files.list(HELLO)) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .containsExactly(
              "Approval.java",
              "Branches.java",
              "FlowInFlow.java",
              "Hello.java",
              "Loop.java",
              "Mapping.java",
              "Retries.java");
    }
  }

  @Test
  void an_approval_without_a_terminal_is_refused_and_says_what_to_do() {
    assertThat(praetor("run", hello("Approval.java"))).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("--approve approval", "no terminal to ask on");
  }

  @Test
  void an_approval_in_a_flow_within_the_flow_is_answered_like_any_other(@TempDir Path folder)
      throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("Outer.java"),
            """
            import dev.praetor.*;
            class Outer {
              static String say() { return "said"; }
              static Flow<String> inner() {
                return Flow.define("inner", f -> Task.of(Outer::say).call().after(f.approval("Ok?")));
              }
              static Flow<String> outer() { return Flow.define("outer", f -> f.run(inner())); }
            }
            """);
    String[] run = {"run", source.toString(), "--flow", "outer"};
    assertThat(praetor(run)).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("inner/approval waits", "--approve inner/approval");
    for (String approved : List.of("all", "approval", "inner/approval")) {
      assertThat(praetor(run[0], run[1], run[2], run[3], "--approve", approved)).isZero();
    }
  }

  @Test
  void json_prints_one_document_and_nothing_else() {
    assertThat(praetor("run", hello("Mapping.java"), "--json")).isZero();
    JsonNode run = JsonMapper.shared().readTree(out.toString());
    assertThat(run.get("flow").stringValue()).isEqualTo("signs");
    assertThat(run.get("state").stringValue()).isEqualTo("Success");
    assertThat(run.get("value").stringValue()).isEqualTo("OSLO | LIMA | ROME");
    assertThat(run.get("version").stringValue()).hasSize(64);
    List<String> rows = new ArrayList<>();
    run.get("taskRuns")
        .forEach(row ->
            rows.add(
                row.get("node").stringValue()
                    + " "
                    + row.get("index").intValue()
                    + " "
                    + row.get("label").stringValue()
                    + " "
                    + row.get("state").stringValue()));
    assertThat(rows)
        .containsExactly(
            "cities -1 cities Success",
            "short_only -1 short_only Success",
            "short_only 0 Oslo Success",
            "short_only 1 Lima Success",
            "short_only 2 Cairo Skipped",
            "short_only 3 Rome Success",
            "paint -1 paint Success",
            "paint 0 Oslo Success",
            "paint 1 Lima Success",
            "paint 2 Cairo Skipped",
            "paint 3 Rome Success",
            "hang -1 hang Success");
    assertThat(run.get("taskRuns").get(1).get("children").toString())
        .isEqualTo("{\"Success\":3,\"Skipped\":1}");
  }

  @Test
  void a_failure_ends_with_what_a_person_needs() throws IOException {
    Path file =
        write(
            "Broken.java",
            """
            import static dev.praetor.Praetor.*;
            import dev.praetor.*;
            import java.util.List;
            class Broken {
              static int half(int x) {
                if (x % 2 == 1) throw new IllegalArgumentException(x + " is odd", new RuntimeException("deeper"));
                return x / 2;
              }
              static int sum(List<Integer> xs) { return xs.size(); }
              static Flow<Integer> flow() {
                return Flow.define("broken", f ->
                    Task.of(Broken::sum).call(Task.of(Broken::half).map(each(value(List.of(2, 3)))).collect()));
              }
            }
            """);
    assertThat(praetor("run", file.toString(), "--quiet")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString())
        .contains("✗ half[1] Failed", "given: 3", "IllegalArgumentException: 3 is odd")
        .contains("at Broken.half(Broken.java:6)", "caused by RuntimeException: deeper")
        .contains("Not run because of it: sum")
        .doesNotContain("dev.praetor.engine");
  }

  @Test
  void a_file_that_does_not_compile_says_where() throws IOException {
    Path file = write("Wrong.java", "class Wrong {\n  int x = \"text\";\n}\n");
    assertThat(praetor("run", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("does not compile", "line 2", "String cannot be converted to int");
  }

  @Test
  void wrong_use_says_what_to_do_and_exits_with_2() throws IOException {
    assertThat(praetor("run", "nowhere.java")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no file nowhere.java");
    assertThat(praetor("run", hello("Hello.java"), "-p", "nam=Ann")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("hello/nam: there is no such parameter; there are name");
    assertThat(praetor("run", hello("Loop.java"), "-p", "number=many")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("collatz/number: must be Long, not the text 'many'");
    assertThat(praetor("run", hello("Hello.java"), "--no-such-option")).isEqualTo(ExitCode.USAGE);
    Path empty = write("Empty.java", "class Empty {}");
    assertThat(praetor("run", empty.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("static method without parameters that returns a Flow");
  }

  @Test
  void parameters_come_from_a_file_and_the_option_wins() throws IOException {
    Path file = write("parameters.json", "{\"name\": \"Bo\"}");
    assertThat(praetor("run", hello("Hello.java"), "--param-file", file.toString())).isZero();
    assertThat(out.toString()).contains("Hello, Bo!");
    assertThat(
            praetor("run", hello("Hello.java"), "--param-file", file.toString(), "-p", "name=Cy"))
        .isZero();
    assertThat(out.toString()).contains("Hello, Cy!");
  }

  @Test
  void several_flows_are_listed_and_one_is_chosen_by_name() throws IOException {
    Path file =
        write(
            "Two.java",
            """
            import static dev.praetor.Praetor.*;
            import dev.praetor.*;
            class Two {
              static Flow<Integer> first() { return Flow.define("first", f -> value(1)); }
              static Flow<Integer> second() { return Flow.define("second", f -> value(2)); }
            }
            """);
    assertThat(praetor("run", file.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--flow NAME: first, second");
    assertThat(praetor("run", file.toString(), "--list")).isZero();
    assertThat(out.toString()).contains("first", "second");
    assertThat(praetor("run", file.toString(), "--flow", "second")).isZero();
    assertThat(out.toString()).contains("= 2");
  }

  @Test
  void a_jar_offers_its_flows() throws Exception {
    Path source =
        write(
            "JarFlows.java",
            """
            import static dev.praetor.Praetor.*;
            import dev.praetor.*;
            import java.util.List;
            public class JarFlows implements FlowSource {
              public List<Flow<?>> flows() { return List.of(Flow.define("from-a-jar", f -> value("yes"))); }
            }
            """);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                "-classpath",
                System.getProperty("java.class.path"),
                "-proc:none",
                "-d",
                folder.toString(),
                source.toString());
    assertThat(compiled).isZero();
    Path jar = folder.resolve("flows.jar");
    try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar))) {
      entries.putNextEntry(new JarEntry("JarFlows.class"));
      entries.write(Files.readAllBytes(folder.resolve("JarFlows.class")));
      entries.putNextEntry(new JarEntry("META-INF/services/dev.praetor.FlowSource"));
      entries.write("JarFlows\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(praetor("run", jar.toString())).isZero();
    assertThat(out.toString()).contains("= yes");
  }

  @Test
  void a_flow_is_shown_and_drawn_without_running_it() {
    assertThat(praetor("flow", "show", hello("Mapping.java"))).isZero();
    assertThat(out.toString())
        .contains("task short_only (each(cities)), mapped", "decided by hang");
    assertThat(praetor("flow", "show", hello("Mapping.java"), "--json")).isZero();
    assertThat(praetor("flow", "draw", hello("Mapping.java"))).isZero();
    assertThat(out.toString()).contains("flowchart TD");
    assertThat(praetor("flow", "draw", hello("Mapping.java"), "--format", "svg")).isZero();
    assertThat(out.toString()).contains("<svg");
    assertThat(praetor("flow", "draw", hello("Mapping.java"), "--format", "dot")).isZero();
    assertThat(out.toString()).contains("digraph");
    assertThat(praetor("run", hello("Mapping.java"), "--draw", "--quiet")).isZero();
    assertThat(out.toString()).contains("short_only<br/>3 Success, 1 Skipped");
  }

  @Test
  void the_demo_says_who_was_reminded_who_was_skipped_and_why_and_who_could_not_be_reached() {
    assertThat(praetor("demo")).isZero();
    assertThat(out.toString())
        .contains("Ann was reminded", "Cy was reminded, at attempt 2")
        .contains("Bo was skipped: Bo has already provided an update")
        .contains("Hal could not be reached in 3 attempts");
  }

  @Test
  void the_demo_prints_both_runs_as_documents() {
    assertThat(praetor("demo", "--json")).isZero();
    JsonNode both = JsonMapper.shared().readTree(out.toString());
    assertThat(both.get("reminder").get("state").stringValue()).isEqualTo("Failed");
    assertThat(both.get("standup").get("state").stringValue()).isEqualTo("Success");
    assertThat(out.toString()).doesNotContain("sample-token-that-opens-nothing");
  }

  @Test
  void a_cron_expression_is_previewed_over_a_clock_change() {
    assertThat(
            praetor(
                "schedule",
                "preview",
                "30 8 * * MON-FRI",
                "--zone",
                "America/New_York",
                "--next",
                "3",
                "--after",
                "2026-03-06"))
        .isZero();
    assertThat(out.toString())
        .contains("at 08:30 on Monday to Friday, New York time")
        .contains("Fri 2026-03-06 08:30", "2026-03-06T13:30Z", "-05:00")
        .contains("Mon 2026-03-09 08:30", "2026-03-09T12:30Z", "-04:00");
    assertThat(praetor("schedule", "preview", "30 8 * * *", "--ical", "--next", "1")).isZero();
    assertThat(out.toString()).contains("BEGIN:VCALENDAR", "BEGIN:VEVENT", "END:VCALENDAR");
  }

  @Test
  void a_wrong_schedule_says_where_and_exits_with_2() {
    assertThat(praetor("schedule", "preview", "30 25 * * *")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("hour", "column 4");
    assertThat(praetor("schedule", "preview", "0 0 30 2 *")).isEqualTo(ExitCode.USAGE);
    assertThat(praetor("schedule", "preview", "* * * * *", "--zone", "Mars/Base"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(praetor("schedule", "preview", "* * * * *", "--after", "soon"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(praetor("schedule", "preview", hello("Hello.java"))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("has no schedule");
  }

  @Tag("process")
  @Test
  void a_flow_runs_on_its_schedule_until_ctrl_c_and_explicit_parameters_take_precedence()
      throws Exception {
    Path file =
        write(
            "Ticking.java",
            """
            import static dev.praetor.Praetor.*;
            import dev.praetor.*;
            import java.time.Duration;
            class Ticking {
              static String say(String office, String who) { return "tick " + office + " " + who; }
              static Flow<String> flow() {
                return Flow.define("ticking", f -> Task.of(Ticking::say)
                        .call(f.parameter("office", String.class), f.parameter("who", String.class)))
                    .scheduled(Schedule.of(
                        every(Duration.ofSeconds(1)).with("office", "DC").with("who", "clock")));
              }
            }
            """);
    assertThat(praetor("schedule", "preview", file.toString(), "--next", "2")).isZero();
    assertThat(out.toString()).contains("office=DC");
    Process process = start(file, Map.of(), "--on-schedule", "-p", "who=me");
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      int ticks = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("= tick DC me") && ++ticks == 2) {
          interrupt(process);
        }
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(ticks).isGreaterThanOrEqualTo(2);
    }
    assertThat(process.exitValue()).isEqualTo(ExitCode.CANCELLED);
  }

  @Test
  void help_helps() {
    assertThat(praetor("--help")).isZero();
    assertThat(out.toString()).contains("run", "flow", "demo", "Examples:", "Exit status");
    assertThat(praetor("run", "--help")).isZero();
    assertThat(out.toString()).contains("--param-file", "Ctrl-C cancels the run");
    assertThat(praetor("runs", "--help")).isZero();
    assertThat(out.toString()).contains("list ", "prune ");
    assertThat(praetor("runs", "--help", "list")).isZero();
  }

  @Test
  void a_misspelt_command_is_answered_with_similar_commands() {
    assertThat(praetor("rns")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Did you mean: praetor runs?");
    assertThat(praetor("runs", "lst")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Did you mean: runs list");
  }

  @Tag("process")
  @ParameterizedTest
  @ValueSource(strings = {"INT", "TERM", "HUP"})
  void a_signal_to_end_cancels_lets_clean_up_run_and_exits_with_130(String signal)
      throws Exception {
    Path file =
        write(
            "Hang.java",
            """
            import dev.praetor.*;
            class Hang {
              static Flow<String> flow() {
                return Flow.define("hang", f -> f.using(
                    Resource.<String>of("thing", () -> "thing", t -> System.out.println("cleaned up")),
                    t -> Task.of("hang", String.class, (String x) -> {
                      System.out.println("begun");
                      new java.util.concurrent.CountDownLatch(1).await();
                      return x;
                    }).call(t)));
              }
            }
            """);
    Process process = start(file, Map.of());
    try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
      List<String> seen = new ArrayList<>();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        seen.add(line);
        if (line.equals("begun")) {
          signal(signal, process);
        }
      }
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(seen).contains("cleaned up").anyMatch(line -> line.contains("Cancelled"));
    }
    assertThat(process.exitValue()).isEqualTo(ExitCode.CANCELLED);
  }

  private static Process start(Path file, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(withInterrupts());
    command.addAll(TestJvm.program("run", file.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.start();
  }

  @Tag("process")
  @Test
  void log_lines_of_any_logger_name_their_task_run_and_show_no_secret() throws Exception {
    Path file =
        write(
            "Logging.java",
            """
            import static dev.praetor.Praetor.*;
            import dev.praetor.*;
            import java.util.List;
            import org.slf4j.LoggerFactory;
            class Logging {
              static String leak(int x) {
                LoggerFactory.getLogger("any").info("the token is {}", Secret.named("LOG_TOKEN").get());
                TaskContext.current().logger().warn("again {}", Secret.named("LOG_TOKEN").get());
                return "kept " + Secret.named("LOG_TOKEN").get();
              }
              static Flow<List<String>> flow() {
                return Flow.define("logging", f ->
                    Task.of(Logging::leak).secrets("LOG_TOKEN").map(each(value(List.of(7)))).collect());
              }
            }
            """);
    Process process = start(file, Map.of("LOG_TOKEN", "t0p-s3cret"));
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(output)
        .contains("leak[0]#1 the token is ***", "leak[0]#1 again ***", "= [kept ***]")
        .doesNotContain("t0p-s3cret");
  }

  /**
   * Returns the prefix that lets a process receive interrupts: a process started by a shell in the
   * background ignores them, and so do its children.
   */
  static List<String> withInterrupts() throws IOException, InterruptedException {
    List<String> asUsual = List.of("env", "--default-signal=INT,HUP");
    List<String> probe = new ArrayList<>(asUsual);
    probe.add("true");
    return new ProcessBuilder(probe).start().waitFor() == 0 ? asUsual : List.of();
  }

  static void interrupt(Process process) throws IOException, InterruptedException {
    signal("INT", process);
  }

  private static void signal(String signal, Process process)
      throws IOException, InterruptedException {
    int sent =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
            .redirectOutput(new File("/dev/null"))
            .start()
            .waitFor();
    assertThat(sent).isZero();
  }
}
