package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run in which 3 of 100 children failed is restarted from its record in the store. */
class RestartPlanTest {
  private static final String SOURCE =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.nio.file.*;
      import java.util.List;
      import java.util.stream.IntStream;
      class Letters {
        static Path folder = Path.of("FOLDER");
        static void called() throws Exception {
          Files.writeString(folder.resolve("calls"), TaskContext.current().taskRun() + "\\n",
              StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        static List<Integer> all() throws Exception { called(); return IntStream.range(0, 100).boxed().toList(); }
        static int write(int n) throws Exception {
          called();
          if (n % 33 == 7 && Files.exists(folder.resolve("broken"))) throw new IllegalStateException("no ink");
          return n;
        }
        static int send(int n) throws Exception { called(); return n; }
        static int count(List<Integer> sent) throws Exception { called(); return sent.size(); }
        static Flow<Integer> letters() {
          return Flow.define("letters", f ->
              Task.of(Letters::count).call(
                  Task.of(Letters::send).map(Task.of(Letters::write).map(each(Task.of(Letters::all).call()))).collect()));
        }
      }
      """;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private String source = "";

  @BeforeEach
  void fail() throws IOException {
    source =
        Files.writeString(
                folder.resolve("Letters.java"), SOURCE.replace("FOLDER", folder.toString()))
            .toString();
    Files.writeString(folder.resolve("broken"), "");
    assertThat(praetor("run", source, "--quiet"))
        .as(() -> err.toString())
        .isEqualTo(ExitCode.FAILED);
    Files.delete(folder.resolve("broken"));
    Files.delete(folder.resolve("calls"));
  }

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  @Test
  void only_the_three_failed_children_their_descendants_and_the_reducer_run() throws IOException {
    assertThat(praetor("runs", "restart", "latest", "--quiet")).as(() -> err.toString()).isZero();
    assertThat(calls())
        .containsExactlyInAnyOrder(
            "write[7]", "write[40]", "write[73]", "send[7]", "send[40]", "send[73]", "count");
    assertThat(praetor("runs", "results", "latest", "count")).isZero();
    assertThat(out.toString().strip()).isEqualTo("100");
  }

  @Test
  void a_deleted_result_that_is_needed_is_in_the_plan_with_the_reason() throws IOException {
    assertThat(praetor("runs", "delete", "latest", "--results", "all", "--yes"))
        .as(() -> err.toString())
        .isZero();
    assertThat(praetor("runs", "restart", "latest", "--plan")).isZero();
    assertThat(out.toString())
        .contains("all", "its result is needed but unavailable: its result was deleted");
    assertThat(praetor("runs", "restart", "latest", "--quiet")).isZero();
    assertThat(calls()).hasSize(1 + 100 + 100 + 1);
  }

  @Test
  void a_deleted_result_of_one_child_makes_only_that_child_run() throws IOException {
    assertThat(praetor("runs", "delete", "latest", "--results", "send[3]", "--yes")).isZero();
    assertThat(praetor("runs", "restart", "latest", "--quiet")).isZero();
    assertThat(calls()).hasSize(8).contains("send[3]").doesNotContain("write[3]", "send[4]");
  }
}
