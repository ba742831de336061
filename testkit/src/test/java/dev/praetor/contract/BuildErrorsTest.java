package dev.praetor.contract;

import static dev.praetor.Praetor.cron;
import static dev.praetor.Praetor.each;
import static dev.praetor.Praetor.value;
import static dev.praetor.Praetor.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.praetor.Flow;
import dev.praetor.InvalidFlow;
import dev.praetor.InvalidTask;
import dev.praetor.Node;
import dev.praetor.Schedule;
import dev.praetor.Task;
import dev.praetor.Trigger;
import dev.praetor.TypeRef;
import dev.praetor.engine.loading.FlowLoader;
import dev.praetor.function.F1;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The messages of mistakes in flows, from which the page docs/guide/errors.md is made. */
class BuildErrorsTest {
  static List<String> team() {
    return List.of("Ann");
  }

  static String remind(String member) {
    return member;
  }

  static int load() {
    return 1;
  }

  static int store(int x) {
    return x;
  }

  static int over(int x) {
    return x;
  }

  static int over(String x) {
    return x.length();
  }

  static String messageOf(ThrowingCallable code) {
    return String.valueOf(catchThrowable(code).getMessage());
  }

  @Test
  void a_cycle_through_after_is_refused_with_its_path() {
    assertThat(cycle()).contains("f/load", "load → store → load");
  }

  private static String cycle() {
    return messageOf(() ->
        Flow.define(
            "f",
            f -> {
              Node<Integer> load = Task.of(BuildErrorsTest::load).call();
              Node<Integer> store = Task.of(BuildErrorsTest::store).call(load);
              load.after(store);
              return store;
            }));
  }

  @Test
  void two_parameters_of_one_name_are_refused() {
    assertThat(twice()).contains("f/office", "two parameters of this name");
  }

  private static String twice() {
    return messageOf(() ->
        Flow.define(
            "f",
            f -> {
              f.parameter("office", String.class);
              return Task.of(BuildErrorsTest::remind).call(f.parameter("office", "DC"));
            }));
  }

  @Test
  void unknown_missing_and_ill_typed_parameters_are_reported_together_before_anything_runs() {
    assertThat(parameters())
        .contains("f/offise: there is no such parameter; there are office, times")
        .contains("f/office: is required and was not given; it is String")
        .contains("f/times: must be Integer, not the text 'three'");
  }

  private static String parameters() {
    Flow<String> flow =
        Flow.define(
            "f",
            f ->
                Task.of(
                        "repeat",
                        String.class,
                        (String office, Integer times) -> office.repeat(times))
                    .call(
                        f.parameter("office", String.class), f.parameter("times", Integer.class)));
    return messageOf(() -> flow.run(with("offise", "SF"), with("times", "three")));
  }

  @Test
  void a_mapped_argument_forgotten_is_refused() {
    assertThat(forgotten()).contains("f/remind", "each(list)");
  }

  private static String forgotten() {
    return messageOf(
        () -> Flow.define("f", f -> Task.of(BuildErrorsTest::remind).map(value("Ann")).collect()));
  }

  @Test
  void a_node_of_another_flow_is_refused() {
    assertThat(foreign()).contains("argument 1 of 'remind'", "flow 'other'", "flow.run");
  }

  private static String foreign() {
    Node<?>[] kept = new Node<?>[1];
    Flow.define("other", f -> kept[0] = f.parameter("office", "DC"));
    @SuppressWarnings("unchecked")
    Node<String> office = (Node<String>) kept[0];
    return messageOf(() -> Flow.define("f", f -> Task.of(BuildErrorsTest::remind).call(office)));
  }

  @Test
  void an_argument_that_could_be_without_a_value_is_refused() {
    assertThat(valueless()).contains("f/store", "ALL_FINISHED", "'load'", "@Nullable", "outcome()");
    assertThatThrownBy(() ->
            Flow.define(
                "f",
                f ->
                    Task.of(BuildErrorsTest::store)
                        .skipOnUpstreamSkip(false)
                        .call(Task.of(BuildErrorsTest::load).call())))
        .isInstanceOf(InvalidFlow.class)
        .hasMessageContaining("skipOnUpstreamSkip(false)");
  }

  private static String valueless() {
    return messageOf(() ->
        Flow.define(
            "f",
            f ->
                Task.of(BuildErrorsTest::store)
                    .trigger(Trigger.ALL_FINISHED)
                    .call(Task.of(BuildErrorsTest::load).call())));
  }

  @Test
  void all_problems_are_reported_together() {
    InvalidFlow refused =
        (InvalidFlow)
            catchThrowable(() ->
                Flow.define(
                    "f",
                    f -> {
                      f.parameter("a", 1);
                      f.parameter("a", 2);
                      Node<Integer> load = Task.of(BuildErrorsTest::load).call();
                      load.after(load);
                      return Task.of(BuildErrorsTest::store).map(load).collect();
                    }));
    assertThat(refused.problems()).hasSize(3);
  }

  @Test
  void a_lambda_without_a_name_is_refused() {
    assertThat(lambda()).contains("Task.of(\"name\", Result.class, lambda)");
  }

  private static String lambda() {
    return messageOf(() -> Task.of((Integer x) -> x + 1));
  }

  @Test
  void an_overloaded_method_is_refused() {
    assertThat(overloaded()).contains("'over'", "2 overloads");
  }

  private static String overloaded() {
    F1<Integer, Integer> method = BuildErrorsTest::over;
    return messageOf(() -> Task.of(method));
  }

  @Test
  void an_overloaded_method_in_a_source_file_is_explained_beside_the_compilers_message()
      throws IOException {
    assertThat(ambiguous())
        .contains("reference to of is ambiguous", "Task.of(\"name\", Result.class, (Type x) ->");
  }

  /** Returns the message about a source file with a task from an overloaded method. */
  private static String ambiguous() throws IOException {
    Path folder = Files.createTempDirectory("overloaded");
    Path file = folder.resolve("Mail.java");
    try {
      Files.writeString(
          file,
          """
          import dev.praetor.*;
          class Mail {
            static int send(int x) { return x; }
            static int send(String x) { return x.length(); }
            static Flow<Integer> flow() {
              return Flow.define("f", f -> Task.of(Mail::send).call(Praetor.value(1)));
            }
          }
          """);
      String message = messageOf(() -> FlowLoader.load(file.toString()));
      return message.replace(file.toString(), "Mail.java");
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  @Test
  void a_task_outside_a_flow_is_refused() {
    assertThat(outside()).contains("task 'load'", "outside a flow");
  }

  private static String outside() {
    return messageOf(() -> Task.of(BuildErrorsTest::load).call());
  }

  @Test
  void a_node_inside_for_each_cannot_be_used_outside_it() {
    assertThatThrownBy(() ->
            Flow.define(
                "f",
                f -> {
                  Node<?>[] leaked = new Node<?>[1];
                  f.forEach(
                      each(Task.of(BuildErrorsTest::team).call()),
                      member -> {
                        Node<String> inner = Task.of(BuildErrorsTest::remind).call(member);
                        leaked[0] = inner;
                        return inner;
                      });
                  @SuppressWarnings("unchecked")
                  Node<String> inner = (Node<String>) leaked[0];
                  return Task.of(BuildErrorsTest::remind).call(inner);
                }))
        .isInstanceOf(InvalidFlow.class)
        .hasMessageContaining("inside the body of a forEach");
  }

  @Test
  void names_of_tasks_and_flows_are_checked() {
    assertThatThrownBy(() -> Task.of(BuildErrorsTest::load).named("a b"))
        .isInstanceOf(InvalidTask.class);
    assertThatThrownBy(() -> Flow.define("a/b", f -> value(1))).isInstanceOf(InvalidFlow.class);
    assertThatThrownBy(() -> Flow.define("f", f -> value(1)).runName("{office}"))
        .hasMessageContaining("there is no {office}");
  }

  @Test
  void a_parameter_type_that_no_json_can_be_read_as_is_refused() {
    assertThatThrownBy(() -> Flow.define("f", f -> f.parameter("run", Runnable.class)))
        .hasMessageContainingAll("f/run", "cannot be read from JSON");
  }

  @Test
  void a_parameter_states_the_type_arguments_of_its_type() {
    assertThatThrownBy(
            () -> Flow.define("f", f -> f.<List<String>>parameter("xs", List.class, List.of())))
        .isInstanceOf(InvalidFlow.class)
        .hasMessageContainingAll("f/xs", "List has type arguments");
    assertThatThrownBy(() -> Flow.define("f", f -> f.parameter("xs", List.class)))
        .hasMessageContainingAll("f/xs", "List has type arguments");
    assertThat(Task.of("m", new TypeRef<List<Integer>>() {}, () -> List.of(1)).name())
        .isEqualTo("m");
  }

  @Test
  void a_schedule_whose_parameters_do_not_fit_is_refused_with_all_problems() {
    assertThat(misfit())
        .contains("f/ofice: there is no such parameter", "f/office: is required", "f/days: must be")
        .contains("at 08:30", "at 17:30");
    Flow<String> flow =
        Flow.define("f", f -> f.parameter("office", String.class))
            .scheduled(Schedule.of(cron("30 8 * * *").with("office", "DC")));
    assertThat(flow.schedule()).isPresent();
  }

  @Test
  void two_nodes_of_one_task_get_distinct_names_in_order_of_definition() {
    Flow<Integer> flow =
        Flow.define(
            "f",
            f -> {
              Task.of(BuildErrorsTest::load).call();
              return Task.of(BuildErrorsTest::load).call();
            });
    assertThat(flow.definition().graph().nodes())
        .extracting(n -> n.name())
        .containsExactly("load", "load-2");
  }

  @Test
  void the_page_of_errors_is_made_from_these() throws IOException {
    GeneratedPage.check("guide/errors.md", page());
  }

  private static String page() throws IOException {
    StringBuilder page = new StringBuilder();
    page.append("# Messages about mistakes in flows\n\n");
    page.append(
        "A flow is checked when it is defined, and all its problems are reported together.");
    page.append(" This page is generated by a test.\n");
    section(page, "A wrong type", "The compiler refuses it:", javac());
    section(
        page, "A cycle", "`load.after(store)`, where `store` takes the result of `load`:", cycle());
    section(page, "Two parameters of one name", "", twice());
    section(
        page,
        "Unknown, missing and ill-typed parameters",
        "Together, before anything runs:",
        parameters());
    section(page, "A schedule whose parameters do not fit", "", misfit());
    section(page, "A mapped argument forgotten", "`remind.map(value(\"Ann\"))`:", forgotten());
    section(page, "A node of another flow", "", foreign());
    section(page, "An argument that could be without a value", "", valueless());
    section(page, "A lambda without a name", "`Task.of((Integer x) -> x + 1)`:", lambda());
    section(
        page,
        "A result that cannot be kept",
        "`record Team(String name, Iterator<String> members)` as the result of a task:",
        notKept());
    section(
        page,
        "An overloaded method",
        "`Task.of(Mail::send)` in a source file, with two methods `send`:",
        ambiguous());
    page.append("\nIf the compiler can tell which method is meant, but not the task:\n\n");
    message(page, overloaded());
    section(page, "A task outside a flow", "", outside());
    return page.toString();
  }

  private static void section(StringBuilder page, String title, String text, String message) {
    page.append("\n## ").append(title).append("\n\n");
    if (!text.isEmpty()) {
      page.append(text).append("\n\n");
    }
    message(page, message);
  }

  private static void message(StringBuilder page, String message) {
    page.append("```text\n").append(message.strip()).append("\n```\n");
  }

  record Team(String name, Iterator<String> members) {}

  private static String notKept() {
    return messageOf(() ->
        Flow.define(
            "f",
            f ->
                Task.of("team", Team.class, () -> new Team("crew", List.of("Ann").iterator()))
                    .call()));
  }

  @Test
  void a_result_that_cannot_be_kept_is_refused_with_the_path_to_it_and_the_ways_out() {
    assertThat(notKept())
        .contains("f/team", "in 'members'", "collect it to a List")
        .contains("a record", ".keptAs(ResultFormat.of(…))", ".notKept()");
  }

  private static String misfit() {
    Schedule schedule =
        Schedule.of(
            cron("30 8 * * *").with("ofice", "DC"),
            cron("30 17 * * *").with("office", "SF").with("days", "three"));
    return messageOf(() ->
        Flow.define(
                "f",
                f -> {
                  f.parameter("days", 1);
                  return f.parameter("office", String.class);
                })
            .scheduled(schedule));
  }

  /** Returns the compiler's message about a task that takes a number but is given text. */
  private static String javac() {
    String code =
        """
        import dev.praetor.*;
        class Wrong {
          static int store(int x) { return x; }
          static String load() { return "1"; }
          static Flow<Integer> flow() {
            return Flow.define("f", f -> Task.of(Wrong::store).call(Task.of(Wrong::load).call()));
          }
        }
        """;
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Wrong.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return code;
          }
        };
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none", "-implicit:none", "-classpath", System.getProperty("java.class.path"));
    boolean compiled =
        ToolProvider.getSystemJavaCompiler()
            .getTask(new StringWriter(), null, messages, options, null, List.of(file))
            .call();
    assertThat(compiled).isFalse();
    return "Wrong.java:"
        + messages.getDiagnostics().getFirst().getLineNumber()
        + ": error: "
        + messages.getDiagnostics().getFirst().getMessage(Locale.ROOT);
  }
}
