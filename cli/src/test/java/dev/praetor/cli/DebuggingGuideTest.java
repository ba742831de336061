package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.cli.error.ExitCode;
import dev.praetor.testkit.TaskReplay;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A failure of the standup is recreated as in the guide, without a token in the environment. */
class DebuggingGuideTest {
  private static final Path GUIDE = Path.of("../docs/guide/debugging.md");
  private static final String STANDUP = "dev.praetor.examples.marvin.StandupFlows";
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private void fail() {
    assertThat(
            praetor(
                "run",
                STANDUP,
                "--flow",
                "standup-reminder",
                "-p",
                "office=DC",
                "--in-process",
                "--quiet"))
        .as(() -> err.toString())
        .isEqualTo(ExitCode.FAILED);
  }

  private static String block(String kind) throws IOException {
    Pattern block = Pattern.compile("```" + kind + "\\n(.*?)```", Pattern.DOTALL);
    return block.matcher(Files.readString(GUIDE)).results().findFirst().orElseThrow().group(1);
  }

  /** Replaces ids and times, which differ in each run. */
  private static String bare(String text) {
    return text.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "RUN")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
        .strip();
  }

  @Test
  void a_task_run_is_called_again_and_fails_as_in_the_run() throws IOException {
    fail();
    assertThat(praetor("runs", "replay", "latest", "send_reminder[7]")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString().strip()).isEqualTo(block("text").strip());
    assertThat(err.toString()).contains("given 1: {\"name\":\"Hal\"");
    assertThat(out + err.toString()).doesNotContain("sample-token");
  }

  @Test
  void what_succeeded_and_what_was_skipped_end_as_in_the_run() {
    fail();
    assertThat(praetor("runs", "replay", "latest", "send_reminder[3]")).isZero();
    assertThat(out.toString()).contains("returned (as in the run)", "\"Dee\"");
    assertThat(praetor("runs", "replay", "latest", "is_reminder_needed[1]")).isZero();
    assertThat(out.toString()).contains("skipped (as in the run): Bo has already provided");
    assertThat(praetor("runs", "replay", "latest", "send_reminder[7]", "--json"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("\"outcome\" : \"failed\"", "\"compared\" : \"as in");
  }

  @Test
  void what_cannot_be_called_again_is_refused_with_what_can() {
    fail();
    assertThat(praetor("runs", "replay", "latest", "send_reminder[8]")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("send_reminder[8]");
    assertThat(praetor("runs", "replay", "latest", "nothing")).isEqualTo(ExitCode.USAGE);
    assertThat(praetor("runs", "replay", "latest", "report", "--debug=70000"))
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void a_test_is_written_that_fails_in_the_same_way() throws Exception {
    fail();
    Path tests = folder.resolve("tests");
    assertThat(praetor("runs", "replay", "latest", "send_reminder[7]", "--as-test", "" + tests))
        .as(() -> err.toString())
        .isZero();
    Path file = tests.resolve("dev/praetor/examples/marvin/SendReminder7ReplayTest.java");
    assertThat(bare(Files.readString(file))).isEqualTo(bare(block("java")));
    assertThat(Files.readString(file)).doesNotContain("sample-token");
    assertThatThrownBy(() -> run(file))
        .isInstanceOf(IOException.class)
        .hasMessage("@hal cannot be reached: no answer from the chat server");
    assertThat(praetor("runs", "replay", "latest", "send_reminder[7]", "--as-test", "" + tests))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("already exists");
  }

  /** Compiles a test and calls its one method. */
  private static void run(Path file) throws Throwable {
    Path classes = Files.createDirectories(file.resolveSibling("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      List<String> options = List.of("-d", classes.toString(), "-cp", classPath, "-proc:none");
      boolean compiled =
          compiler.getTask(null, files, null, options, null, files.getJavaFileObjects(file)).call();
      assertThat(compiled).isTrue();
    }
    URL[] urls = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, TaskReplay.class.getClassLoader())) {
      // Of the same package, but loaded by another loader: only what is public there can be called.
      Class<?> test = loader.loadClass("dev.praetor.examples.marvin.SendReminder7ReplayTest");
      var constructor = test.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method method = test.getDeclaredMethod("send_reminder_7_ends_well");
      method.setAccessible(true);
      method.invoke(constructor.newInstance());
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
