package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.Flow;
import dev.praetor.FlowResult;
import dev.praetor.RunId;
import dev.praetor.State;
import dev.praetor.Task;
import dev.praetor.Variable;
import dev.praetor.engine.packaging.Registration;
import dev.praetor.spi.VariableProvider;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.query.PageRequest;
import dev.praetor.store.variable.StoredVariable;
import dev.praetor.store.variable.Variables;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Variables are kept for each project, and read by the runs of its flows. */
@ParameterizedClass
@EnumSource
class VariablesTest extends StoreTest {
  private static final String PROJECT = Registration.DEFAULT_PROJECT;
  private static final Variable CHANNEL = Variable.named("CHANNEL");

  VariablesTest(Databases databases) {
    super(databases, databases.fresh());
  }

  private Variables variables() {
    return store.variables();
  }

  private boolean set(String value) {
    return variables().set(PROJECT, CHANNEL, value, "ann");
  }

  private String value(String project) {
    return variables().find(project, CHANNEL.name()).map(StoredVariable::value).orElse("none");
  }

  @Test
  void a_variable_is_set_found_replaced_listed_and_deleted() {
    Instant before = Instant.now().minus(Duration.ofSeconds(1));
    assertThat(value(PROJECT)).isEqualTo("none");
    assertThat(variables().delete(PROJECT, CHANNEL.name())).isFalse();
    assertThat(set("#general")).isTrue();
    StoredVariable first = variables().find(PROJECT, CHANNEL.name()).orElseThrow();
    assertThat(first.created()).isAfter(before).isEqualTo(first.set());
    assertThat(variables().set(PROJECT, CHANNEL, "#random", "bo")).isFalse();
    reopen();
    assertThat(store.variableQueries().page(PageRequest.all()).nodes())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.value()).isEqualTo("#random");
          assertThat(each.version()).isEqualTo(2);
          assertThat(each.setBy()).isEqualTo("bo");
          assertThat(each.created()).isEqualTo(first.created());
          assertThat(each.set()).isAfterOrEqualTo(first.set());
        });
    assertThat(variables().delete(PROJECT, CHANNEL.name())).isTrue();
    assertThat(value(PROJECT)).isEqualTo("none");
    assertThat(set("again")).isTrue();
  }

  @Test
  void each_project_has_variables_of_its_own() {
    assertThat(set("#general")).isTrue();
    assertThat(variables().set("acme", CHANNEL, "#acme", "")).isTrue();
    assertThat(value(PROJECT)).isEqualTo("#general");
    assertThat(value("acme")).isEqualTo("#acme");
    assertThat(variables().delete("acme", CHANNEL.name())).isTrue();
    assertThat(value(PROJECT)).isEqualTo("#general");
  }

  @Test
  void a_value_is_any_text_of_1_to_65536_bytes_that_a_database_can_store() {
    for (String text :
        List.of("ä".repeat(32 << 10), " \t\r\n", "\u001b[31m\u0007", "🔑", "''; --")) {
      set(text);
      assertThat(value(PROJECT)).isEqualTo(text);
    }
    refused("", ErrorCode.BAD_REQUEST, "is empty");
    refused("ä".repeat(32 << 10) + "x", ErrorCode.TOO_LARGE, "has more than 65,536 bytes");
    for (String text : List.of("a\0b", "\uD83D", "\uDD11\uD83D")) {
      refused(text, ErrorCode.BAD_REQUEST, "has a NUL or half of a character");
    }
    assertThat(value(PROJECT)).isEqualTo("''; --");
  }

  private void refused(String value, ErrorCode code, String message) {
    assertThatThrownBy(() -> set(value))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("the value of variable 'CHANNEL' ")
        .hasMessageContaining(message)
        .extracting(thrown -> ((StoreFailed) thrown).code())
        .isEqualTo(code);
  }

  @Test
  void names_have_the_limits_of_names_of_secrets() {
    for (String wrong : List.of("", " ", "a\nb", "a\0b", "\uD83D", "n".repeat(201))) {
      assertThatThrownBy(() -> Variable.named(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    Variable longest = Variable.named("ä /'\"\uD83D\uDE00" + "n".repeat(193));
    assertThat(variables().set(PROJECT, longest, "1", "")).isTrue();
    assertThat(variables().set(PROJECT, longest, "2", "")).isFalse();
    assertThat(variables().find(PROJECT, longest.name())).isPresent();
    assertThat(variables().delete(PROJECT, longest.name())).isTrue();
  }

  private static String read() {
    return CHANNEL.get();
  }

  private static Flow<String> reading(String name) {
    return Flow.define(name, f -> Task.of(VariablesTest::read).call());
  }

  private FlowResult<String> run(Flow<String> flow) {
    VariableProvider all = variables().ofRuns().or(VariableProvider.environment());
    return local(store, flow).with(run -> run.withVariables(all)).run();
  }

  @Test
  void a_run_reads_the_present_value_and_an_error_says_how_to_set_a_missing_one() {
    FlowResult<String> missing = run(reading("report"));
    assertThat(missing.state()).isInstanceOf(State.Failed.class);
    assertThat(missing.state().toString())
        .contains("there is no variable 'CHANNEL'")
        .contains("set it in project 'default': praetor variables set CHANNEL VALUE")
        .contains("or set the environment variable PRAETOR_VARIABLE_CHANNEL");
    set("#general");
    assertThat(run(reading("report")).value()).isEqualTo("#general");
    set("#random");
    Flow<String> outer = Flow.define("outer", f -> f.run(reading("report")));
    assertThat(run(outer).value()).isEqualTo("#random");
  }

  @Test
  void a_run_reads_the_variables_of_its_project() throws Exception {
    set("#general");
    RunId run = run(reading("report")).id();
    VariableProvider seen = variables().ofRuns().forRun(run.value());
    assertThat(seen.find(CHANNEL.name())).contains("#general");
    try (Connection connection = database.writing().getConnection();
        PreparedStatement update =
            connection.prepareStatement("UPDATE flow_run SET flow = ? WHERE id = ?")) {
      update.setString(1, "acme/report");
      update.setString(2, run.toString());
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
    assertThat(seen.find(CHANNEL.name())).isEmpty();
    assertThat(seen.advice("A B"))
        .isEqualTo("set it in project 'acme': praetor variables set 'A B' VALUE --project acme");
    variables().set("acme", CHANNEL, "#acme", "");
    assertThat(seen.find(CHANNEL.name())).contains("#acme");
    assertThat(variables().ofRuns().forRun(UUID.randomUUID()).find(CHANNEL.name()))
        .as("a run that is not recorded")
        .contains("#general");
  }
}
