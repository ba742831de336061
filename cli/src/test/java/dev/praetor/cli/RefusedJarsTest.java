package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A jar whose flows cannot be had is refused with the reason and the author's line. */
class RefusedJarsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private byte[] compiled(String body) throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("X.java"),
            """
            import dev.praetor.*;
            import java.util.*;
            public class X implements FlowSource {
              %s
            }
            """
                .formatted(body));
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
        .isZero();
    return Files.readAllBytes(folder.resolve("X.class"));
  }

  /** Runs a jar of the class X that is refused, and returns the message. */
  private String refused(byte[] code, String services) throws IOException {
    Path jar = folder.resolve("x.jar");
    try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar))) {
      entries.putNextEntry(new JarEntry("X.class"));
      entries.write(code);
      entries.putNextEntry(new JarEntry("META-INF/services/dev.praetor.FlowSource"));
      entries.write(services.getBytes(StandardCharsets.UTF_8));
    }
    return refused(jar);
  }

  private String refused(Path target) {
    PrintWriter errors = new PrintWriter(err, true);
    assertThat(
            Main.execute(
                new PrintWriter(out, true), errors, "run", target.toString(), "--no-history"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).doesNotContain("an unexpected error", "dev.praetor.engine");
    return err.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          static { if (true) throw new Error("static"); } public List<Flow<?>> flows() { return null; } | Error: static
          public X() { throw new Error("made"); } public List<Flow<?>> flows() { return null; }         | Error: made
          public List<Flow<?>> flows() { throw new Error("asked"); }                                    | Error: asked
          public List<Flow<?>> flows() { return flows(); }                                              | calls itself without end
          """)
  void code_that_throws_is_reported_with_its_line(String body, String says) throws IOException {
    assertThat(refused(compiled(body), "X")).contains(says, "X.java:4");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          public List<Flow<?>> flows() { return null; }                             | X.flows() is null
          public List<Flow<?>> flows() { return List.of(); }                        | X.flows() must return List.of(…)
          public List<Flow<?>> flows() { return Arrays.asList((Flow<?>) null); }    | an element of X.flows() is null
          private X() {} public List<Flow<?>> flows() { return List.of(); }         | the class X needs a public constructor
          X(int size) {} public List<Flow<?>> flows() { return List.of(); }         | the class X needs a public constructor
          """)
  void a_source_without_flows_is_told_what_to_write(String body, String says) throws IOException {
    assertThat(refused(compiled(body), "X")).contains(says);
  }

  @ParameterizedTest
  @CsvSource({"Y, Provider Y not found", "a b, Illegal"})
  void a_wrong_file_of_services_is_named(String services, String says) throws IOException {
    assertThat(refused(compiled("public List<Flow<?>> flows() { return List.of(); }"), services))
        .contains("META-INF/services/dev.praetor.FlowSource is wrong: ", says);
  }

  @Test
  void a_class_for_a_newer_jdk_and_a_damaged_one_are_told_apart() throws IOException {
    byte[] code = compiled("public List<Flow<?>> flows() { return List.of(); }");
    byte[] newer = code.clone();
    newer[7] = 120;
    assertThat(refused(newer, "X")).contains("compiled for a newer JDK", "--release");
    byte[] damaged = code.clone();
    damaged[10] = -1;
    assertThat(refused(damaged, "X")).contains("its class file is damaged");
  }

  @Test
  void a_folder_is_not_a_jar() throws IOException {
    assertThat(refused(Files.createDirectory(folder.resolve("y.jar")))).contains("is a folder");
  }
}
