package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A refusal comes before anything runs and names the flow, the line and what to write instead.
 * Nothing is accepted and ignored, and no message is a stack trace.
 */
class RefusalsTest {
  private static final String HEAD =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.util.*;
      """;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int praetor(String... args) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private String source(String name, String code) throws IOException {
    return Files.writeString(folder.resolve(name + ".java"), HEAD + code).toString();
  }

  /** Runs a source file that is refused, and returns the message. */
  private String refused(String name, String code, String... more) throws IOException {
    String[] args = {"run", source(name, code), "--no-history"};
    String[] all = Stream.of(args, more).flatMap(Arrays::stream).toArray(String[]::new);
    assertThat(praetor(all)).as(() -> out + "" + err).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).doesNotContain("an unexpected error", "\n  at dev.praetor.engine");
    return err.toString();
  }

  private static String define(String type, String body) {
    return """
    class %s {
      static boolean yes() { return true; }
      static int one(Integer x) { return 1; }
      static Flow<Integer> flow() {
        return Flow.define("f", flow -> {
          %s
        });
      }
    }
    """
        .formatted(type, body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return null;",
        "Node<Boolean> y = Task.of(X::yes).call(); if (y.equals(true)) { return value(1); }"
            + " return null;",
        "return Task.of(X::one).call(null);",
        "return flow.when(null, () -> value(1)).otherwise(() -> value(2));",
        "return flow.run((Flow<Integer>) null);",
        "List.of().get(1); return value(1);",
        "Object y = Task.of(X::yes).call(); return (Boolean) y ? value(1) : value(2);",
        "return flow.run(flow());",
        "throw new StackOverflowError();",
        "throw new AssertionError(\"no\");"
      })
  void an_error_in_a_definition_names_the_flow_and_the_line(String body) throws IOException {
    assertThat(refused("X", define("X", body)))
        .contains("flow 'f' is invalid")
        .containsPattern("X\\.java:[89]\\b");
  }

  @Test
  void a_node_used_as_a_value_is_told_what_to_write_instead() throws IOException {
    String body = "Object y = Task.of(X::yes).call(); return (Boolean) y ? value(1) : value(2);";
    assertThat(refused("X", define("X", body))).contains("flow.when(node, …)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          class X { static int N = Integer.parseInt("x"); static Flow<?> f() { return null; } } | NumberFormatException
          class X { static Flow<?> f() { return null; } }                                       | X.f() is null
          class X { static Flow<?> f() { throw new Error("boom"); } }                           | Error: boom
          class X implements FlowSource { public List<Flow<?>> flows() { return null; } }       | X.flows() is null
          class X implements FlowSource { public List<Flow<?>> flows() { throw new Error("e"); } } | Error: e
          class X implements FlowSource { X() { throw new Error("made"); } public List<Flow<?>> flows() { return null; } } | Error: made
          class X implements FlowSource { public List<Flow<?>> flows() { return Arrays.asList((Flow<?>) null); } } | is null
          """)
  void code_that_throws_while_flows_are_loaded_is_reported_with_its_line(String code, String says)
      throws IOException {
    assertThat(refused("X", code)).contains(says);
  }

  @Test
  void an_overloaded_method_reference_is_told_what_to_write_instead() throws IOException {
    String code =
        """
        class X {
          static int a(int x) { return x; }
          static int a(String x) { return 1; }
          static Flow<Integer> f() { return Flow.define("f", f -> Task.of(X::a).call(value(1))); }
        }
        """;
    assertThat(refused("X", code)).contains("line 7", "write Task.of(\"name\", Result.class");
  }

  @Test
  void a_file_that_is_not_a_jar_says_so() throws IOException {
    Path jar = Files.writeString(folder.resolve("x.jar"), "not a zip");
    assertThat(praetor("run", jar.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("is not a jar");
  }

  @Test
  void an_environment_that_cannot_be_provided_is_refused() throws IOException {
    String code =
        """
        class X {
          static Flow<Integer> f() {
            return Flow.<Integer>define("f", f -> value(1)).environment(container("some:image"));
          }
        }
        """;
    assertThat(refused("X", code)).contains("container of some:image", "--in-process");
    assertThat(praetor("run", source("X", code), "--no-history", "--in-process")).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "int, n=, must be Integer; for example n=7",
    "int, n=null, must be Integer; for example n=7",
    "LocalDate, n=, must be LocalDate; for example n=2026-01-31",
    "Mode, n=null, 'must be one of [FULL, DELTA]; for example n=FULL'",
    "Duration, n=, must be Duration; for example n=PT1H30M"
  })
  void nothing_is_not_a_value_of_a_required_parameter(String type, String given, String says)
      throws IOException {
    String boxed = type.equals("int") ? "Integer" : type;
    String code =
        """
        class X {
          enum Mode { FULL, DELTA }
          static int show(%s x) { return 1; }
          static Flow<Integer> f() {
            return Flow.define("f", f -> Task.of(X::show).call(f.parameter("n", %s.class)));
          }
        }
        """
            .formatted(boxed, boxed);
    String message = refused("X", "import java.time.*;\n" + code, "-p", given);
    assertThat(message).contains(says.split(";", -1)[0], says.split(";", -1)[1].strip());
  }

  @Test
  void limits_that_let_nothing_run_are_refused() throws IOException {
    String code =
        "class X { static Flow<Integer> f() { return Flow.define(\"f\", f -> value(1)); } }";
    assertThat(refused("X", code, "--limit", "db=0")).contains("--limit", "at least 1");
    assertThat(refused("X", code, "--limit", "db=-1")).contains("--limit", "at least 1");
    assertThat(refused("X", code, "--limit", "=1")).contains("--limit", "name of a tag");
    assertThat(praetor("runs", "prune", "--keep", "-1")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--keep must be 0 or more");
  }

  @Test
  void a_constant_whose_methods_throw_does_not_prevent_the_description() throws IOException {
    String code =
        """
        class X {
          static class Evil { public String toString() { throw new RuntimeException("no"); } }
          static int one() { return 1; }
          static Flow<Integer> f() {
            return Flow.define("f", f -> {
              f.<Evil>match(value(new Evil()))
                  .<Integer>on(new Evil(), () -> Task.of(X::one).call())
                  .otherwise(() -> Task.of(X::one).call());
              Node<Integer> n = Task.of(X::one).call();
              for (int i = 0; i < 1500; i++) n = n.select(x -> x + 1);
              return n;
            });
          }
        }
        """;
    assertThat(praetor("flow", "show", source("X", code))).as(err::toString).isZero();
  }
}
