package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Targets of every kind: each runs, or is refused with a reason that is no stack trace. */
class SourceKindsTest {
  private static final String HEAD =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      """;
  private static final String FLOW =
      "static Flow<String> flow() { return Flow.define(\"f\", f -> value(\"yes\")); }";
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int praetor(String... args) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  /**
   * A source file.
   *
   * @param refusal a part of the reason why it is refused; empty if it runs
   */
  record Source(String kind, String file, String code, Charset charset, Optional<String> refusal) {
    static Source runs(String kind, String file, String code) {
      return new Source(kind, file, code, StandardCharsets.UTF_8, Optional.empty());
    }

    static Source refused(String kind, String file, String code, String why) {
      return new Source(kind, file, code, StandardCharsets.UTF_8, Optional.of(why));
    }

    @Override
    public String toString() {
      return kind;
    }
  }

  static Stream<Source> sources() {
    String body = " { " + FLOW + " }";
    return Stream.of(
        Source.runs("in a package", "X.java", "package a.b;\n" + HEAD + "class X" + body),
        Source.runs("several classes", "X.java", HEAD + "class Y {}\nclass X" + body),
        Source.runs("a compact source file", "X.java", HEAD + FLOW + "\nvoid main() {}"),
        Source.runs("an interface", "X.java", HEAD + "interface X" + body),
        Source.runs("an enum", "X.java", HEAD + "enum X { A; " + FLOW + " }"),
        Source.runs("a record", "X.java", HEAD + "record X(int a)" + body),
        Source.refused(
            "with a mark of its byte order", "X.java", "\uFEFF" + HEAD + "class X" + body, "ufeff"),
        Source.runs("a name with a space", "with space.java", HEAD + "class X" + body),
        Source.runs(
            "a name in Unicode", "\u00fcml\u00e4ut\ud83d\ude00.java", HEAD + "class X" + body),
        Source.runs("a name with a colon", "co:lon.java", HEAD + "class X" + body),
        Source.runs("another name than its class", "Other.java", HEAD + "class X" + body),
        Source.refused("an annotation", "X.java", "@interface X {}", "returns a Flow"),
        Source.refused(
            "an inner class", "X.java", HEAD + "class X { class In {} }", "returns a Flow"),
        Source.refused(
            "a flow that needs a parameter",
            "X.java",
            HEAD + "class X { static Flow<?> f(int x) { return null; } }",
            "returns a Flow"),
        new Source(
            "in Latin-1",
            "X.java",
            HEAD + "class X { static String s = \"\u00e4\"; " + FLOW + " }",
            StandardCharsets.ISO_8859_1,
            Optional.of("UTF-8")),
        Source.refused(
            "a feature of a preview",
            "X.java",
            HEAD
                + "class X { int f(Object o) { return o instanceof int i ? i : 0; } "
                + FLOW
                + " }",
            "preview"),
        Source.refused(
            "another file is needed", "X.java", HEAD + "class X extends Missing" + body, "Missing"),
        Source.refused("empty", "X.java", "", "returns a Flow"),
        Source.refused("binary", "X.java", "\0\1\2\uD83D\uDE00", "does not compile"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sources")
  void a_source_file_runs_or_is_refused_with_the_reason(Source source) throws IOException {
    Path file = folder.resolve(source.file());
    Files.write(file, source.code().getBytes(source.charset()));
    int status = praetor("run", file.toString(), "--no-history");
    assertThat(err.toString()).doesNotContain("an unexpected error", "\n\tat ");
    if (source.refusal().isPresent()) {
      assertThat(err.toString()).contains(source.refusal().get());
      assertThat(status).isEqualTo(ExitCode.USAGE);
    } else {
      assertThat(status).as(err::toString).isZero();
      assertThat(out.toString()).contains("= yes");
    }
  }

  @Test
  void a_folder_and_a_pipe_are_no_source_files() throws Exception {
    Path directory = Files.createDirectory(folder.resolve("Folder.java"));
    assertThat(praetor("run", directory.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Folder.java").doesNotContain("an unexpected error");
    Path pipe = folder.resolve("Pipe.java");
    if (new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0) {
      assertThat(praetor("run", pipe.toString())).isEqualTo(ExitCode.USAGE);
      assertThat(err.toString()).contains("Pipe.java").doesNotContain("an unexpected error");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no.such.Class",
        "java.lang.String",
        "dev.praetor.Flow",
        "..",
        "a b",
        "dev.praetor.cli.Main$",
        "NoPackage",
        "[I",
        ""
      })
  void a_class_without_flows_is_refused(String name) {
    assertThat(praetor("run", name, "--no-history")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).isNotBlank().doesNotContain("an unexpected error", "\n\tat ");
  }
}
