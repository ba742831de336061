package dev.praetor.cli;

import dev.praetor.cli.error.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The base of tests of registered flows: a home, and sources and jars of flows. */
abstract class RegisteringTest {
  private static final String IMPORTS =
      "import dev.praetor.*; import java.util.*; import static dev.praetor.Praetor.*;\n";

  /** The commands that work on servers too. */
  private static final Set<String> ON_SERVERS =
      Set.of("register", "flows", "runs", "schedules", "limits");

  StringWriter out = new StringWriter();
  StringWriter err = new StringWriter();
  @TempDir Path folder;
  private final Place kind;
  private Place.Opened place = Place.HOME.open(Path.of("unused"));

  RegisteringTest() {
    this(Place.HOME);
  }

  /** Creates a test whose commands work in this place on the home of the test. */
  RegisteringTest(Place kind) {
    this.kind = kind;
  }

  @BeforeEach
  void openPlace() {
    place = kind.open(home());
  }

  @AfterEach
  void closePlace() {
    place.close();
  }

  /** Returns whether commands open the home themselves. */
  boolean isLocal() {
    return kind == Place.HOME;
  }

  /** Calls the program on the home of the test. */
  int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), command(args));
  }

  /** Returns a command with the options that name the place. */
  String[] command(String... args) {
    Place.Opened where = ON_SERVERS.contains(args[0]) ? place : Place.HOME.open(home());
    return where.command(args);
  }

  Path home() {
    return folder.resolve("home");
  }

  /** Calls a command that must succeed, and returns its output. */
  String succeed(String... args) {
    Assertions.assertThat(praetor(args)).as(() -> err.toString()).isZero();
    return out.toString();
  }

  /** Calls a command that must succeed, and returns its output, which is JSON. */
  JsonNode json(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--json");
    return JsonMapper.shared().readTree(succeed(all.toArray(String[]::new)));
  }

  /** Calls a command that must be refused, and returns the message. */
  String refused(String... args) {
    Assertions.assertThat(praetor(args)).isEqualTo(ExitCode.USAGE);
    Assertions.assertThat(err.toString())
        .doesNotContain("an unexpected error", "\n\tat ", "praetor-package");
    return err.toString();
  }

  /** Writes a source file with a class of flows. */
  String source(String type, String methods) throws IOException {
    return Files.writeString(
            folder.resolve(type + ".java"), IMPORTS + "class " + type + " { " + methods + " }")
        .toString();
  }

  /** Returns the code of a method that returns a flow with one task. */
  static String flow(String name, String constant) {
    return """
    static Flow<?> flow() {
      return Flow.define("%s", f -> Task.of("add", Integer.class, (Integer x) -> x + 1).call(value(%s)));
    }
    """
        .formatted(name, constant);
  }

  /** Writes a jar whose flow source is the class X. */
  Path jar(String name, String body) throws IOException {
    Path source =
        Files.writeString(
            folder.resolve("X.java"),
            IMPORTS + "public class X implements FlowSource { " + body + " }");
    List<String> options =
        List.of(
            "-proc:none",
            "-cp",
            System.getProperty("java.class.path"),
            "-d",
            Files.createDirectories(folder.resolve("classes")).toString(),
            source.toString());
    Assertions.assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(
                    null,
                    OutputStream.nullOutputStream(),
                    System.err,
                    options.toArray(String[]::new)))
        .isZero();
    return jar(name, Files.readAllBytes(folder.resolve("classes/X.class")));
  }

  /** Writes a jar with a class file of X, its flow source. */
  Path jar(String name, byte[] code) throws IOException {
    Path jar = folder.resolve(name);
    Files.createDirectories(jar.getParent());
    try (JarOutputStream entries = new JarOutputStream(Files.newOutputStream(jar))) {
      entries.putNextEntry(new JarEntry("X.class"));
      entries.write(code);
      entries.putNextEntry(new JarEntry("META-INF/services/dev.praetor.FlowSource"));
      entries.write("X".getBytes(StandardCharsets.UTF_8));
    }
    return jar;
  }

  /** Returns the body of a flow source with flows of one constant each. */
  static String flows(String... names) {
    List<String> made = new ArrayList<>();
    for (String name : names) {
      made.add("Flow.define(\"%s\", f -> value(1))".formatted(name));
    }
    return "public List<Flow<?>> flows() { return List.of(" + String.join(", ", made) + "); }";
  }
}
