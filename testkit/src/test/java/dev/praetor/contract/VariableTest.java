package dev.praetor.contract;

import static dev.praetor.StateType.FAILED;
import static dev.praetor.contract.SmallFlows.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.Flow;
import dev.praetor.Task;
import dev.praetor.Variable;
import dev.praetor.VariableUnavailable;
import dev.praetor.engine.local.LocalRun;
import dev.praetor.engine.run.FinishedRun;
import dev.praetor.engine.run.RunDocument;
import dev.praetor.spi.VariableProvider;
import dev.praetor.testkit.FlowTester;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class VariableTest {
  static String channel() {
    return Variable.named("CHANNEL").get();
  }

  private static final Flow<String> FLOW =
      Flow.define("f", f -> Task.of(VariableTest::channel).call());

  @Test
  void a_task_reads_a_variable_that_it_does_not_declare_and_that_is_not_masked() {
    assertThat(FlowTester.of(FLOW).variable("CHANNEL", "#general").run().value())
        .isEqualTo("#general");
    var run =
        (FinishedRun)
            (Object)
                LocalRun.of(FLOW)
                    .with(s -> s.withVariables(VariableProvider.of(Map.of("CHANNEL", "#general"))))
                    .run();
    assertThat(RunDocument.text(FLOW.definition(), run)).contains("#general");
  }

  @Test
  void a_variable_that_is_not_there_fails_the_task_run_with_advice() {
    FlowTester.of(FLOW)
        .run()
        .ended(FAILED)
        .says("channel", "there is no variable 'CHANNEL'")
        .says("channel", "give it to the tester with .variable(\"CHANNEL\", …)");
    var run = (FinishedRun) (Object) LocalRun.of(FLOW).run();
    assertThat(run.taskRun("channel").state().message())
        .contains("set the environment variable PRAETOR_VARIABLE_CHANNEL");
  }

  @Test
  void each_read_gives_the_present_value() {
    AtomicInteger reads = new AtomicInteger();
    Flow<String> twice = single(Task.of("twice", String.class, () -> channel() + channel()));
    assertThat(
            LocalRun.of(twice)
                .with(s -> s.withVariables(_ -> Optional.of("#" + reads.incrementAndGet())))
                .run()
                .value())
        .isEqualTo("#1#2");
  }

  static List<Object> everything() {
    Variable text = Variable.named("TEXT");
    Variable number = Variable.named("NUMBER");
    return List.of(
        text.stripped(),
        text.lines(),
        text.split(","),
        new String(text.bytes(), StandardCharsets.UTF_8),
        number.asInt(),
        number.asLong(),
        number.asDecimal(),
        Variable.named("JSON").asJson().get("a").asInt());
  }

  @Test
  void a_variable_is_read_in_the_forms_of_a_secret() {
    Flow<List<Object>> flow = single(Task.of(VariableTest::everything));
    assertThat(
            FlowTester.of(flow)
                .variable("TEXT", " a, b\n")
                .variable("NUMBER", " 42\n")
                .variable("JSON", "{\"a\": 1}")
                .run()
                .value())
        .isEqualTo(
            List.of(
                "a, b",
                List.of(" a, b"),
                List.of("a", "b"),
                " a, b\n",
                42,
                42L,
                new BigDecimal("42"),
                1));
  }

  @Test
  void a_text_of_another_kind_is_refused_and_shown() {
    fails(() -> Variable.named("X").asInt(), "variable 'X' is 'high', which is not a whole number");
    fails(() -> Variable.named("X").asDecimal(), "variable 'X' is 'high', which is not a number");
    fails(() -> Variable.named("X").asJson(), "variable 'X' is 'high', which is not JSON");
  }

  private interface Read {
    Object read() throws Exception;
  }

  private static void fails(Read read, String message) {
    Flow<Object> flow = single(Task.of("read", Object.class, read::read));
    FlowTester.of(flow).variable("X", "high").run().ended(FAILED).says("read", message);
    String large = "9".repeat(1_000) + "x";
    assertThat(FlowTester.of(flow).variable("X", large).run().taskRun("read").state().message())
        .contains("9".repeat(100) + "…")
        .doesNotContain("9".repeat(101));
    assertThatThrownBy(() -> FlowTester.of(flow).variable("X", "high").rethrow().run())
        .isInstanceOf(VariableUnavailable.class)
        .extracting(thrown -> ((VariableUnavailable) thrown).code())
        .isEqualTo(ErrorCode.VARIABLE_UNAVAILABLE);
  }

  @Test
  void a_variable_is_read_inside_a_task_only() {
    assertThatThrownBy(() -> Variable.named("X").asInt())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Variable.named(\"X\").asInt() works only inside a task");
  }

  @Test
  void a_source_is_asked_after_another_one_and_sees_the_run() {
    UUID run = UUID.randomUUID();
    VariableProvider first =
        new VariableProvider() {
          @Override
          public Optional<String> find(String name) {
            return Optional.empty();
          }

          @Override
          public VariableProvider forRun(UUID id) {
            return name -> Optional.of(id.toString()).filter(_ -> name.equals("RUN"));
          }
        };
    VariableProvider both = first.or(VariableProvider.of(Map.of("RUN", "none", "X", "x")));
    assertThat(both.find("RUN")).contains("none");
    assertThat(both.forRun(run).find("RUN")).contains(run.toString());
    assertThat(both.forRun(run).find("X")).contains("x");
    assertThat(both.find("Y")).isEmpty();
    assertThat(VariableProvider.environment().find("NOT_SET_" + run)).isEmpty();
  }
}
