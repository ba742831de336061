package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

  private static final List<String> HOSTILE =
      List.of(
          "\"\"\"",
          "a \"\"\" b \\\"\"\"",
          "\\u0022 + System.exit(1) + \\u0022",
          "\\u000a",
          "*/ /* // */",
          "nul \0 and \1",
          "\u202eright to left\u2066",
          "trailing space  \tindented",
          "back\\slash \\s \\n \\",
          "\f\b",
          "\u2028\u2029\u0085",
          "'single' $dollar #{x} %s",
          "\ud83d\ude00");

  static Stream<String> texts() {
    return Stream.of(
        String.join(" ", HOSTILE),
        String.join(" \n", HOSTILE) + "\r\n\n",
        "0123456789\n\"".repeat(9_000));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void a_text_of_any_kind_is_the_same_in_the_test(String given) throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("Texts.java"),
            """
            import dev.praetor.*;
            public class Texts {
              public static String fail(String text) { throw new IllegalStateException("=" + text); }
              public static Flow<String> flow() {
                return Flow.define("texts", f -> Task.of(Texts::fail).call(f.parameter("text", String.class)));
              }
            }
            """);
    String home = "--home=" + folder.resolve("home");
    assertThat(praetor("run", source.toString(), "-p", "text=" + given, home)).isEqualTo(1);
    String tests = folder.resolve("tests").toString();
    assertThat(praetor("runs", "replay", "latest", "fail", "--as-test", tests, home))
        .as(err::toString)
        .isLessThan(2);
    try (Stream<Path> files = Files.walk(Path.of(tests))) {
      Path test = files.filter(file -> file.toString().endsWith(".java")).findFirst().orElseThrow();
      assertThat(compile(List.of(source, test))).isEmpty();
      assertThat(thrownBy(test.getFileName().toString().replace(".java", "")))
          .isEqualTo("=" + given);
    }
  }

  @Test
  void records_with_nan_null_and_bytes_are_the_same_in_the_test() throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("Deep.java"),
            """
            import dev.praetor.*;
            import java.util.*;
            public class Deep {
              record Part(double d, Float f, byte[] bytes, String none, List<Double> all, Map<String, byte[]> map) {}
              static Part make() {
                return new Part(
                    Double.NaN, Float.NEGATIVE_INFINITY, new byte[] {1, -1, 0}, null,
                    Arrays.asList(Double.NaN, null, -0.0), Map.of("k", new byte[] {9}));
              }
              static String use(Part p, Optional<Part> none) {
                throw new IllegalStateException(
                    p.d() + " " + p.f() + " " + Arrays.toString(p.bytes()) + " " + p.none() + " "
                        + p.all() + " " + Arrays.toString(p.map().get("k")) + " " + none);
              }
              static Optional<Part> none() { return Optional.empty(); }
              public static Flow<String> flow() {
                return Flow.define("deep", f -> Task.of(Deep::use).call(Task.of(Deep::make).call(), Task.of(Deep::none).call()));
              }
            }
            """);
    String home = "--home=" + folder.resolve("home");
    assertThat(praetor("run", source.toString(), home)).isEqualTo(1);
    String tests = folder.resolve("tests").toString();
    assertThat(praetor("runs", "replay", "latest", "use", "--as-test", tests, home))
        .as(err::toString)
        .isLessThan(2);
    assertThat(compile(List.of(source, Path.of(tests, "UseReplayTest.java")))).isEmpty();
    assertThat(thrownBy("UseReplayTest"))
        .isEqualTo("NaN -Infinity [1, -1, 0] null [NaN, null, -0.0] [9] Optional.empty");
  }

  /** Calls the one method of a compiled test, and returns the message of what it throws. */
  private String thrownBy(String test) throws IOException {
    URL[] classes = {folder.toUri().toURL(), folder.resolve("tests").toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(classes, getClass().getClassLoader())) {
      Class<?> type = loader.loadClass(test);
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object instance = constructor.newInstance();
      for (Method method : type.getDeclaredMethods()) {
        if (method.isAnnotationPresent(Test.class)) {
          method.setAccessible(true);
          method.invoke(instance);
        }
      }
    } catch (InvocationTargetException thrown) {
      return String.valueOf(Objects.requireNonNull(thrown.getCause()).getMessage());
    } catch (ReflectiveOperationException unusable) {
      throw new LinkageError("the test cannot be called", unusable);
    }
    throw new AssertionError("the test passed");
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
