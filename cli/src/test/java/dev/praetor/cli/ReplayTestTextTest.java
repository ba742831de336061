package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The test that replay writes compiles, whatever names and values a run has. */
class ReplayTestTextTest {
  private static final String SOURCE =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      class Odd {
        static String fail(String text) { throw new IllegalStateException("*/ " + text); }
        static Flow<String> flow() {
          return Flow.define("odd \\"flow\\"", f ->
              Task.of(Odd::fail).named("say\\"hi\\"\\\\u000a").call(value("half \\ud83d, \\u001b, \\"\\"\\" */")));
        }
      }
      """;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int praetor(String... args) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  @Test
  void names_with_quotes_and_halves_of_characters_compile() throws IOException {
    Path source = Files.writeString(folder.resolve("Odd.java"), SOURCE);
    String home = "--home=" + folder.resolve("home");
    assertThat(praetor("run", source.toString(), home)).as(err::toString).isEqualTo(1);
    String task = "say\"hi\"\\u000a";
    String tests = folder.resolve("tests").toString();
    assertThat(praetor("runs", "replay", "latest", task, "--as-test", tests, home))
        .as(err::toString)
        .isLessThan(2);
    try (Stream<Path> files = Files.walk(Path.of(tests))) {
      Path test = files.filter(file -> file.toString().endsWith(".java")).findFirst().orElseThrow();
      assertThat(compile(List.of(source, test))).isEmpty();
    }
  }

  private String compile(List<Path> sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-proc:none",
              "-d",
              folder.toString(),
              "-classpath",
              System.getProperty("java.class.path"));
      compiler
          .getTask(messages, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call();
    }
    return messages.toString();
  }
}
