package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A run is one JSON document, the same when it ends and later, whatever its tasks do. */
class DocumentsTest {
  private static final String SOURCE =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.math.BigInteger;
      import java.util.*;
      class Documents {
        record Odd(String name, int half) {}
        static Odd odd() { return new Odd("x", 1); }
        static int twice(int x) { if (x == 3) throw new IllegalStateException("three"); return 2 * x; }
        static List<Integer> upTo(int x) { return List.of(x, x + 1); }
        static int size(List<Integer> all) { System.out.println("{size}"); return all.size(); }
        static BigInteger large() { return BigInteger.TEN.pow(2000); }
        static Flow<List<Integer>> map() {
          return Flow.define("map", f -> Task.of(Documents::twice).map(each(value(List.of(1, 2, 4)))).collect());
        }
        static Flow<Integer> failing() {
          return Flow.define("failing", f ->
              Task.of(Documents::size).call(Task.of(Documents::twice).map(each(value(List.of(1, 3)))).collect()));
        }
        static Flow<List<Integer>> nested() {
          return Flow.define("nested", f -> f.forEach(each(value(List.of(1, 2, 5))), e ->
              Task.of(Documents::size).call(
                  Task.of(Documents::twice).map(each(Task.of(Documents::upTo).call(e))).collect())).collect());
        }
        static Flow<Integer> outer() { return Flow.define("outer", f -> f.run(failing())); }
        static Flow<BigInteger> big() { return Flow.define("big", f -> Task.of(Documents::large).call()); }
        static int count(Map<String, Object> all) { return all.size(); }
        static Flow<Integer> typed() {
          return Flow.define("typed", f ->
              Task.of(Documents::count).call(f.parameter("of", new TypeRef<Map<String, Object>>() {})));
        }
        static Flow<Integer> badView() {
          return Flow.define("bad-view", f -> Task.of(Documents::odd).call().select(o -> o.half() / 0));
        }
        static Flow<List<Integer>> badViews() {
          return Flow.define("bad-views", f ->
              Task.of(Documents::twice).map(each(value(List.of(1, 2)))).select(x -> x / 0).collect());
        }
      }
      """;
  private StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int praetor(String... args) {
    out = new StringWriter();
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private String home() {
    return "--home=" + folder.resolve("home");
  }

  private String source() throws IOException {
    return Files.writeString(folder.resolve("Documents.java"), SOURCE).toString();
  }

  @ParameterizedTest
  @ValueSource(strings = {"map", "failing", "nested", "outer", "big", "bad-view", "bad-views"})
  void the_document_of_a_run_is_the_same_when_it_ends_and_later(String flow) throws IOException {
    int status = praetor("run", source(), "--flow", flow, "--json", home());
    String ended = out.toString();
    assertThat(praetor("runs", "show", "latest", "--json", home())).as(err::toString).isZero();
    assertThat(out.toString()).isEqualTo(ended);
    JsonNode document = JsonMapper.shared().readTree(ended.replaceAll("10{2000}", "1"));
    boolean success = document.path("state").asString().equals("Success");
    assertThat(status).isEqualTo(success ? ExitCode.SUCCESS : ExitCode.FAILED);
    for (String command : List.of("show", "results", "logs")) {
      assertThat(praetor("runs", command, "latest", home())).as(err::toString).isZero();
    }
    assertThat(praetor("runs", "show", "latest", "--full", home())).as(err::toString).isZero();
    assertThat(praetor("runs", "list", "--json", home())).as(err::toString).isZero();
  }

  @Test
  void a_view_that_throws_fails_the_run_with_the_reason() throws IOException {
    assertThat(praetor("run", source(), "--flow", "bad-view", "--json", home())).isEqualTo(1);
    JsonNode document = JsonMapper.shared().readTree(out.toString());
    assertThat(document.path("state").asString()).isEqualTo("Failed");
    assertThat(document.path("message").asString()).contains("could not be read", "by zero");
  }

  private Process start(String redirect, List<String> options, String... args) throws IOException {
    List<String> command = TestJvm.command(options.toArray(String[]::new));
    command.add(Main.class.getName());
    command.addAll(List.of(args));
    return new ProcessBuilder(command)
        .redirectOutput(new File(redirect))
        .redirectError(folder.resolve("err").toFile())
        .start();
  }

  @Tag("process")
  @Test
  void with_json_standard_output_is_one_document_whatever_tasks_print() throws Exception {
    Path document = folder.resolve("document");
    Process run =
        start(document.toString(), List.of(), "run", source(), "--flow", "map", "--json", home());
    assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isZero();
    String text = Files.readString(document, StandardCharsets.UTF_8);
    assertThat(JsonMapper.shared().readTree(text).path("flow").asString()).isEqualTo("map");
  }

  @Tag("process")
  @Test
  void a_full_device_is_an_error_in_the_exit_status() throws Exception {
    if (!Files.exists(Path.of("/dev/full"))) {
      return;
    }
    for (String[] args :
        List.of(
            new String[] {"run", source(), "--flow", "map", "--json", home()},
            new String[] {"runs", "list", home()})) {
      Process run = start("/dev/full", List.of(), args);
      assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).isEqualTo(ExitCode.FAILED);
      assertThat(Files.readString(folder.resolve("err"))).contains("could not be written");
    }
  }

  @Tag("process")
  @Test
  void a_reader_that_goes_away_ends_the_command_silently() throws Exception {
    assertThat(praetor("run", source(), "--flow", "map", "--json", home())).isZero();
    Process run =
        new ProcessBuilder(TestJvm.program("runs", "show", "latest", "--json", home()))
            .redirectError(folder.resolve("err").toFile())
            .start();
    run.getInputStream().close();
    assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(folder.resolve("err"))).isEmpty();
    assertThat(run.exitValue()).isEqualTo(ExitCode.CLOSED_PIPE);
  }

  @Tag("long")
  @Test
  void the_document_of_200_000_failures_needs_little_memory() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("Wide.java"),
            """
            import static dev.praetor.Praetor.*;
            import dev.praetor.*;
            import java.util.*;
            import java.util.stream.*;
            class Wide {
              static int fail(int x) { throw new IllegalStateException("failed " + x); }
              static List<Integer> all() { return IntStream.range(0, 200_000).boxed().toList(); }
              static Flow<List<Integer>> wide() {
                return Flow.define("wide", f ->
                    Task.of(Wide::fail).map(each(Task.of(Wide::all).call())).collect()).widthLimit(200_000);
              }
            }
            """);
    Path document = folder.resolve("document");
    Process run =
        start(
            document.toString(),
            List.of("-Xmx512m"),
            "run",
            file.toString(),
            "--json",
            "--no-history");
    assertThat(run.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).isEqualTo(ExitCode.FAILED);
    JsonNode read = JsonMapper.shared().readTree(document.toFile());
    assertThat(read.path("taskRuns").size()).isEqualTo(10_002);
    assertThat(read.path("taskRuns").get(1).path("childrenLeftOut").asInt()).isEqualTo(190_000);
  }

  @Test
  void recorded_parameters_are_shown_as_they_were_typed() throws IOException {
    assertThat(praetor("run", source(), home(), "--flow", "typed", "-p", "of={\"rate\":1.10}"))
        .as(err::toString)
        .isZero();
    assertThat(praetor("runs", "show", "latest", home())).isZero();
    assertThat(out.toString()).contains("parameters {\"of\":{\"rate\":1.10}}");
  }
}
