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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run is restarted with newer code, in which the type of a result is another. */
class ChangedTypesTest {
  private static final String SOURCE =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.nio.file.*;
      import java.util.List;
      class Orders {
        static Path folder = Path.of("FOLDER");
        record Order(String name, int total, Colour colour, Ship ship) {}
        enum Colour { RED, BLUE, GREEN }
        sealed interface Ship permits Post, Van, Bike {}
        record Post() implements Ship {}
        record Van() implements Ship {}
        record Bike() implements Ship {}
        static void called(String task) throws Exception {
          Files.writeString(folder.resolve("calls"), task + "\\n",
              StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        static List<Order> orders() throws Exception {
          called("orders");
          return List.of(new Order("a", 1, Colour.RED, new Post()));
        }
        static int other() throws Exception { called("other"); return 1; }
        static String send(Order order, int other) throws Exception {
          called("send");
          if (Files.exists(folder.resolve("broken"))) throw new IllegalStateException("no ink");
          return order.name();
        }
        static Flow<?> flow() {
          return Flow.define("orders", f ->
              Task.of(Orders::send).map(each(Task.of(Orders::orders).call()), Task.of(Orders::other).call()).collect());
        }
      }
      """;
  @TempDir private Path folder;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private String write(String source) throws IOException {
    return Files.writeString(
            folder.resolve("Orders.java"), source.replace("FOLDER", folder.toString()))
        .toString();
  }

  private void runBroken() throws IOException {
    Files.writeString(folder.resolve("broken"), "");
    assertThat(praetor("run", write(SOURCE), "--quiet"))
        .as(() -> err.toString())
        .isEqualTo(ExitCode.FAILED);
    Files.delete(folder.resolve("broken"));
    assertThat(calls()).containsExactlyInAnyOrder("orders", "other", "send");
    Files.delete(folder.resolve("calls"));
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          int total, | long total,
          int total, | int total, Integer added,
          GREEN | PINK
          , GREEN | ''
          GREEN | GREEN, PINK
          , Bike | ''
          """)
  void a_result_whose_type_has_another_shape_is_made_again_and_the_plan_says_so(
      String then, String now) throws IOException {
    runBroken();
    String newer = SOURCE.replace(then, now);
    if (!newer.contains("permits Post, Van, Bike")) {
      newer = newer.replace("Bike() implements Ship", "Bike()");
    }
    write(newer.contains("Integer added") ? newer.replace("(\"a\", 1, ", "(\"a\", 1, 2, ") : newer);
    assertThat(praetor("runs", "restart", "latest", "--plan")).as(() -> err.toString()).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("the type of its result has other components, constants or members now");
    assertThat(praetor("runs", "restart", "latest", "--quiet")).as(() -> err.toString()).isZero();
    assertThat(calls()).containsExactlyInAnyOrder("orders", "send");
  }

  private static final String CHOICE =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.nio.file.*;
      class Orders {
        static Path folder = Path.of("FOLDER");
        record Left(String name) {}
        record Right(int number) {}
        static void called(String task) throws Exception {
          Files.writeString(folder.resolve("calls"), task + "\\n",
              StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        static boolean yes() { return true; }
        static Object left() throws Exception { called("left"); return new Left("a"); }
        static Right right() { return new Right(1); }
        static String show(Object taken) throws Exception {
          called("show");
          if (Files.exists(folder.resolve("broken"))) throw new IllegalStateException("no ink");
          if (!(taken instanceof Left left)) throw new IllegalStateException("it is " + taken);
          return left.name();
        }
        static Flow<?> flow() {
          return Flow.define("orders", f ->
              Task.of(Orders::show).call(
                  f.<Object>when(Task.of(Orders::yes).call(), () -> Task.of(Orders::left).call())
                      .otherwise(() -> Task.of(Orders::right).call())));
        }
      }
      """;

  @Test
  void a_choice_between_types_of_which_one_was_renamed_is_made_again() throws IOException {
    Files.writeString(folder.resolve("broken"), "");
    assertThat(praetor("run", write(CHOICE), "--quiet"))
        .as(() -> err.toString())
        .isEqualTo(ExitCode.FAILED);
    Files.delete(folder.resolve("broken"));
    Files.delete(folder.resolve("calls"));
    write(CHOICE.replace("Left", "Links"));
    assertThat(praetor("runs", "restart", "latest", "--plan")).as(() -> err.toString()).isZero();
    assertThat(out.toString().replaceAll("\\s+", " "))
        .contains("its result is needed but unavailable");
    assertThat(praetor("runs", "restart", "latest", "--quiet")).as(() -> err.toString()).isZero();
    assertThat(calls()).containsExactly("left", "show");
  }

  @Test
  void a_result_of_the_same_shape_is_reused() throws IOException {
    runBroken();
    write(SOURCE.replace("no ink", "no paper"));
    assertThat(praetor("runs", "restart", "latest", "--quiet")).as(() -> err.toString()).isZero();
    assertThat(calls()).containsExactly("send");
  }

  @Test
  void a_result_that_may_be_made_at_most_once_is_not_made_again() throws IOException {
    String once = SOURCE.replace("Task.of(Orders::orders)", "Task.of(Orders::orders).atMostOnce()");
    Files.writeString(folder.resolve("broken"), "");
    assertThat(praetor("run", write(once), "--quiet")).isEqualTo(ExitCode.FAILED);
    Files.delete(folder.resolve("calls"));
    write(once.replace("int total,", "long total,"));
    assertThat(praetor("runs", "restart", "latest", "--quiet")).isNotZero();
    assertThat(err.toString())
        .contains("'orders' may run at most once, and has run; the type of its result has other");
    assertThat(folder.resolve("calls")).doesNotExist();
  }
}
