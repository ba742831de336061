package dev.praetor.contract;

import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.list;
import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowBuilder;
import dev.praetor.Mapped;
import dev.praetor.Node;
import dev.praetor.Task;
import dev.praetor.TypeRef;
import dev.praetor.testkit.FlowTester;
import dev.praetor.testkit.TestRun;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TaskArityTest {
  private static final TypeRef<String> TEXT = new TypeRef<>() {};
  private static final Node<String> A = value("a");
  private static final Node<String> B = value("b");
  private static final Node<String> C = value("c");
  private static final Node<String> D = value("d");
  private static final Node<String> E = value("e");
  private static final Node<String> F = value("f");
  private static final Node<String> G = value("g");
  private static final Node<String> H = value("h");
  private static final Mapped<String> EACH = each(value(List.of("x", "y")));

  private final List<String> noted = new CopyOnWriteArrayList<>();

  static String join0() {
    return "nothing";
  }

  void note0() {
    noted.add("nothing");
  }

  static String join1(String a) {
    return a;
  }

  void note1(String a) {
    noted.add(a);
  }

  static String join2(String a, String b) {
    return a + b;
  }

  void note2(String a, String b) {
    noted.add(a + b);
  }

  static String join3(String a, String b, String c) {
    return a + b + c;
  }

  void note3(String a, String b, String c) {
    noted.add(a + b + c);
  }

  static String join4(String a, String b, String c, String d) {
    return a + b + c + d;
  }

  void note4(String a, String b, String c, String d) {
    noted.add(a + b + c + d);
  }

  static String join5(String a, String b, String c, String d, String e) {
    return a + b + c + d + e;
  }

  void note5(String a, String b, String c, String d, String e) {
    noted.add(a + b + c + d + e);
  }

  static String join6(String a, String b, String c, String d, String e, String f) {
    return a + b + c + d + e + f;
  }

  void note6(String a, String b, String c, String d, String e, String f) {
    noted.add(a + b + c + d + e + f);
  }

  static String join7(String a, String b, String c, String d, String e, String f, String g) {
    return a + b + c + d + e + f + g;
  }

  void note7(String a, String b, String c, String d, String e, String f, String g) {
    noted.add(a + b + c + d + e + f + g);
  }

  static String join8(
      String a, String b, String c, String d, String e, String f, String g, String h) {
    return a + b + c + d + e + f + g + h;
  }

  void note8(String a, String b, String c, String d, String e, String f, String g, String h) {
    noted.add(a + b + c + d + e + f + g + h);
  }

  /** Runs tasks of one number of arguments. */
  private TestRun<List<String>> run(
      String given, Supplier<Node<List<String>>> returning, Runnable others) {
    Function<FlowBuilder, Node<List<String>>> definition =
        f -> {
          others.run();
          return returning.get();
        };
    TestRun<List<String>> run = FlowTester.of(Flow.define("f", definition)).run();
    assertThat(run.value()).isEqualTo(List.of(given, given, given));
    assertThat(noted).isEqualTo(List.of(given, given));
    return run;
  }

  private static void assertMapped(TestRun<?> run, String others) {
    assertThat(run.taskRuns("mapped"))
        .extracting(child -> child.label() + " " + child.value())
        .containsExactly("<x> x" + others, "<y> y" + others);
  }

  @Test
  void a_task_of_no_arguments_in_each_form() {
    run(
        "nothing",
        () ->
            list(
                Task.of(TaskArityTest::join0).call(),
                Task.of("lambda", String.class, () -> "nothing").call(),
                Task.of("typed", TEXT, () -> "nothing").call()),
        () -> {
          Task.of(this::note0).call();
          Task.of("noted", () -> note0()).call();
        });
  }

  @Test
  void a_task_of_one_argument_in_each_form() {
    assertMapped(
        run(
            "a",
            () ->
                list(
                    Task.of(TaskArityTest::join1).call(A),
                    Task.of("lambda", String.class, (String a) -> a).call(A),
                    Task.of("typed", TEXT, (String a) -> a).call(A)),
            () -> {
              Task.of(this::note1).call(A);
              Task.of("noted", (String a) -> note1(a)).call(A);
              Task.of(TaskArityTest::join1).named("mapped").label(a -> "<" + a + ">").map(EACH);
            }),
        "");
  }

  @Test
  void a_task_of_two_arguments_in_each_form() {
    assertMapped(
        run(
            "ab",
            () ->
                list(
                    Task.of(TaskArityTest::join2).call(A, B),
                    Task.of("lambda", String.class, (String a, String b) -> a + b).call(A, B),
                    Task.of("typed", TEXT, (String a, String b) -> a + b).call(A, B)),
            () -> {
              Task.of(this::note2).call(A, B);
              Task.of("noted", (String a, String b) -> note2(a, b)).call(A, B);
              Task.of(TaskArityTest::join2)
                  .named("mapped")
                  .label((a, b) -> "<" + a + ">")
                  .map(EACH, B);
            }),
        "b");
  }

  @Test
  void a_task_of_three_arguments_in_each_form() {
    assertMapped(
        run(
            "abc",
            () ->
                list(
                    Task.of(TaskArityTest::join3).call(A, B, C),
                    Task.of("lambda", String.class, (String a, String b, String c) -> a + b + c)
                        .call(A, B, C),
                    Task.of("typed", TEXT, (String a, String b, String c) -> a + b + c)
                        .call(A, B, C)),
            () -> {
              Task.of(this::note3).call(A, B, C);
              Task.of("noted", (String a, String b, String c) -> note3(a, b, c)).call(A, B, C);
              Task.of(TaskArityTest::join3)
                  .named("mapped")
                  .label((a, b, c) -> "<" + a + ">")
                  .map(EACH, B, C);
            }),
        "bc");
  }

  @Test
  void a_task_of_four_arguments_in_each_form() {
    assertMapped(
        run(
            "abcd",
            () ->
                list(
                    Task.of(TaskArityTest::join4).call(A, B, C, D),
                    Task.of(
                            "lambda",
                            String.class,
                            (String a, String b, String c, String d) -> a + b + c + d)
                        .call(A, B, C, D),
                    Task.of(
                            "typed",
                            TEXT,
                            (String a, String b, String c, String d) -> a + b + c + d)
                        .call(A, B, C, D)),
            () -> {
              Task.of(this::note4).call(A, B, C, D);
              Task.of("noted", (String a, String b, String c, String d) -> note4(a, b, c, d))
                  .call(A, B, C, D);
              Task.of(TaskArityTest::join4)
                  .named("mapped")
                  .label((a, b, c, d) -> "<" + a + ">")
                  .map(EACH, B, C, D);
            }),
        "bcd");
  }

  @Test
  void a_task_of_five_arguments_in_each_form() {
    assertMapped(
        run(
            "abcde",
            () ->
                list(
                    Task.of(TaskArityTest::join5).call(A, B, C, D, E),
                    Task.of(
                            "lambda",
                            String.class,
                            (String a, String b, String c, String d, String e) -> a + b + c + d + e)
                        .call(A, B, C, D, E),
                    Task.of(
                            "typed",
                            TEXT,
                            (String a, String b, String c, String d, String e) -> a + b + c + d + e)
                        .call(A, B, C, D, E)),
            () -> {
              Task.of(this::note5).call(A, B, C, D, E);
              Task.of(
                      "noted",
                      (String a, String b, String c, String d, String e) -> note5(a, b, c, d, e))
                  .call(A, B, C, D, E);
              Task.of(TaskArityTest::join5)
                  .named("mapped")
                  .label((a, b, c, d, e) -> "<" + a + ">")
                  .map(EACH, B, C, D, E);
            }),
        "bcde");
  }

  @Test
  void a_task_of_six_arguments_in_each_form() {
    assertMapped(
        run(
            "abcdef",
            () ->
                list(
                    Task.of(TaskArityTest::join6).call(A, B, C, D, E, F),
                    Task.of(
                            "lambda",
                            String.class,
                            (String a, String b, String c, String d, String e, String f) ->
                                a + b + c + d + e + f)
                        .call(A, B, C, D, E, F),
                    Task.of(
                            "typed",
                            TEXT,
                            (String a, String b, String c, String d, String e, String f) ->
                                a + b + c + d + e + f)
                        .call(A, B, C, D, E, F)),
            () -> {
              Task.of(this::note6).call(A, B, C, D, E, F);
              Task.of(
                      "noted",
                      (String a, String b, String c, String d, String e, String f) ->
                          note6(a, b, c, d, e, f))
                  .call(A, B, C, D, E, F);
              Task.of(TaskArityTest::join6)
                  .named("mapped")
                  .label((a, b, c, d, e, f) -> "<" + a + ">")
                  .map(EACH, B, C, D, E, F);
            }),
        "bcdef");
  }

  @Test
  void a_task_of_seven_arguments_in_each_form() {
    assertMapped(
        run(
            "abcdefg",
            () ->
                list(
                    Task.of(TaskArityTest::join7).call(A, B, C, D, E, F, G),
                    Task.of(
                            "lambda",
                            String.class,
                            (String a,
                                String b,
                                String c,
                                String d,
                                String e,
                                String f,
                                String g) -> a + b + c + d + e + f + g)
                        .call(A, B, C, D, E, F, G),
                    Task.of(
                            "typed",
                            TEXT,
                            (String a,
                                String b,
                                String c,
                                String d,
                                String e,
                                String f,
                                String g) -> a + b + c + d + e + f + g)
                        .call(A, B, C, D, E, F, G)),
            () -> {
              Task.of(this::note7).call(A, B, C, D, E, F, G);
              Task.of(
                      "noted",
                      (String a, String b, String c, String d, String e, String f, String g) ->
                          note7(a, b, c, d, e, f, g))
                  .call(A, B, C, D, E, F, G);
              Task.of(TaskArityTest::join7)
                  .named("mapped")
                  .label((a, b, c, d, e, f, g) -> "<" + a + ">")
                  .map(EACH, B, C, D, E, F, G);
            }),
        "bcdefg");
  }

  @Test
  void a_task_of_eight_arguments_in_each_form() {
    assertMapped(
        run(
            "abcdefgh",
            () ->
                list(
                    Task.of(TaskArityTest::join8).call(A, B, C, D, E, F, G, H),
                    Task.of(
                            "lambda",
                            String.class,
                            (String a,
                                String b,
                                String c,
                                String d,
                                String e,
                                String f,
                                String g,
                                String h) -> a + b + c + d + e + f + g + h)
                        .call(A, B, C, D, E, F, G, H),
                    Task.of(
                            "typed",
                            TEXT,
                            (String a,
                                String b,
                                String c,
                                String d,
                                String e,
                                String f,
                                String g,
                                String h) -> a + b + c + d + e + f + g + h)
                        .call(A, B, C, D, E, F, G, H)),
            () -> {
              Task.of(this::note8).call(A, B, C, D, E, F, G, H);
              Task.of(
                      "noted",
                      (String a,
                          String b,
                          String c,
                          String d,
                          String e,
                          String f,
                          String g,
                          String h) -> note8(a, b, c, d, e, f, g, h))
                  .call(A, B, C, D, E, F, G, H);
              Task.of(TaskArityTest::join8)
                  .named("mapped")
                  .label((a, b, c, d, e, f, g, h) -> "<" + a + ">")
                  .map(EACH, B, C, D, E, F, G, H);
            }),
        "bcdefgh");
  }
}
