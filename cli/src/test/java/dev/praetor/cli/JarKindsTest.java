package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jars of every kind: each runs, or is refused with the cause and no stack trace. */
class JarKindsTest {
  private static final String SERVICES = "META-INF/services/dev.praetor.FlowSource";
  private static final String HEAD =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.util.*;
      """;
  private static final String FLOWS =
      "public List<Flow<?>> flows() { return List.of(Flow.define(\"f\", f -> value(\"yes\"))); }";
  private static final String GOOD = "public class X implements FlowSource { " + FLOWS + " }";
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  /**
   * A jar.
   *
   * @param services the text of the list of its flow sources
   * @param without the name of a class that is missing in it, or nothing
   * @param change what becomes of the bytes of its classes
   * @param refusal a part of the reason why it is refused; empty if it runs
   */
  record Jar(
      String kind,
      String code,
      String services,
      String without,
      UnaryOperator<byte[]> change,
      Optional<String> refusal) {
    static Jar runs(String kind, String code, String services) {
      return new Jar(kind, code, services, "", bytes -> bytes, Optional.empty());
    }

    static Jar refused(String kind, String code, String services, String why) {
      return new Jar(kind, code, services, "", bytes -> bytes, Optional.of(why));
    }

    static Jar without(String kind, String code, String missing) {
      return new Jar(kind, code, "X", missing, bytes -> bytes, Optional.of(missing));
    }

    static Jar changed(String kind, UnaryOperator<byte[]> change, String why) {
      return new Jar(kind, GOOD, "X", "", change, Optional.of(why));
    }

    @Override
    public String toString() {
      return kind;
    }
  }

  private static byte[] newer(byte[] bytes) {
    bytes[7] = (byte) (bytes[7] + 7); // The major version of the class file.
    return bytes;
  }

  private static byte[] corrupt(byte[] bytes) {
    Arrays.fill(bytes, 10, bytes.length, (byte) 0x5A);
    return bytes;
  }

  static Stream<Jar> jars() {
    String source = "class X implements FlowSource { ";
    return Stream.of(
        Jar.runs("good", GOOD, "X"),
        Jar.runs("with comments and blank lines in its list", GOOD, "# flows\n\nX # mine\n"),
        Jar.refused("a private class", source + FLOWS + " }", "X", "X"),
        Jar.refused(
            "two flows of one name",
            "public "
                + source
                + "public List<Flow<?>> flows() { return List.of(Flow.define(\"f\", f -> value(1)),"
                + " Flow.define(\"f\", f -> value(2))); } }",
            "X",
            "f"),
        Jar.refused("no such class", GOOD, "Nothing", "Nothing"),
        Jar.refused("garbage in its list", GOOD, "\1\2 garbage {", "FlowSource"),
        Jar.refused("not a source of flows", "public class X {}", "X", "X"),
        Jar.refused(
            "a class that cannot be loaded",
            "public " + source + "static int N = Integer.parseInt(\"x\"); " + FLOWS + " }",
            "X",
            "NumberFormatException"),
        Jar.refused(
            "a constructor that throws",
            "public "
                + source
                + "public X() { throw new IllegalStateException(\"made\"); } "
                + FLOWS
                + " }",
            "X",
            "made"),
        Jar.refused(
            "flows() throws",
            "public "
                + source
                + "public List<Flow<?>> flows() { throw new IllegalStateException(\"none\"); } }",
            "X",
            "none"),
        Jar.refused(
            "flows() is null",
            "public " + source + "public List<Flow<?>> flows() { return null; } }",
            "X",
            "is null"),
        Jar.refused(
            "flows() holds null",
            "public "
                + source
                + "public List<Flow<?>> flows() { return Arrays.asList((Flow<?>) null); } }",
            "X",
            "is null"),
        Jar.without(
            "a class it extends is missing",
            "public class X extends Missing implements FlowSource { "
                + FLOWS
                + " }\nclass Missing {}",
            "Missing"),
        Jar.without(
            "a class that it needs later is missing",
            "public "
                + source
                + "public List<Flow<?>> flows() { return List.of(new Missing().flow()); } }\n"
                + "class Missing { Flow<?> flow() { return null; } }",
            "Missing"),
        Jar.changed("a class of a newer JDK", JarKindsTest::newer, "X"),
        Jar.changed("a corrupt class", JarKindsTest::corrupt, "is damaged"),
        Jar.changed("a class that is cut", bytes -> Arrays.copyOf(bytes, 50), "is damaged"),
        Jar.changed("an empty class", bytes -> new byte[0], "is damaged"));
  }

  private int run(Path jar) {
    String[] args = {"run", jar.toString(), "--no-history"};
    int status = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
    assertThat(err.toString()).doesNotContain("an unexpected error", "\n\tat ");
    return status;
  }

  private Path pack(Jar jar) throws IOException {
    Path source = Files.writeString(folder.resolve("X.java"), HEAD + jar.code());
    Path classes = Files.createDirectory(folder.resolve("classes"));
    List<String> options = new ArrayList<>(List.of("-proc:none", "-d", classes.toString()));
    options.addAll(List.of("-cp", System.getProperty("java.class.path"), source.toString()));
    OutputStream nowhere = OutputStream.nullOutputStream();
    int status =
        ToolProvider.getSystemJavaCompiler()
            .run(null, nowhere, System.err, options.toArray(String[]::new));
    assertThat(status).isZero();
    Path packed = folder.resolve("flows.jar");
    try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(packed));
        Stream<Path> files = Files.list(classes)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (!name.equals(jar.without() + ".class")) {
          entries.putNextEntry(new JarEntry(name));
          entries.write(jar.change().apply(Files.readAllBytes(file)));
        }
      }
      entries.putNextEntry(new JarEntry(SERVICES));
      entries.write(jar.services().getBytes(StandardCharsets.UTF_8));
    }
    return packed;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("jars")
  void a_jar_runs_or_is_refused_with_the_cause(Jar jar) throws IOException {
    int status = run(pack(jar));
    if (jar.refusal().isPresent()) {
      assertThat(err.toString()).contains(jar.refusal().get());
      assertThat(status).isEqualTo(ExitCode.USAGE);
    } else {
      assertThat(status).as(err::toString).isZero();
      assertThat(out.toString()).contains("= yes");
    }
  }

  static Stream<UnaryOperator<byte[]>> files() {
    return Stream.of(
        _ -> "not a zip".getBytes(StandardCharsets.UTF_8),
        _ -> new byte[0],
        bytes -> Arrays.copyOf(bytes, bytes.length / 2));
  }

  @ParameterizedTest
  @MethodSource("files")
  void a_file_that_is_no_jar_or_empty_or_cut_says_so(UnaryOperator<byte[]> change)
      throws IOException {
    Path jar = pack(Jar.runs("good", GOOD, "X"));
    Files.write(jar, change.apply(Files.readAllBytes(jar)));
    assertThat(run(jar)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("is not a jar");
  }
}
