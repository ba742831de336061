package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.FlowSource;
import dev.praetor.Praetor;
import dev.praetor.Task;
import dev.praetor.cli.error.ExitCode;
import dev.praetor.embedded.Home;
import dev.praetor.embedded.PraetorEngine;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Task runs are called again with their recorded inputs, wherever the record is. */
@ParameterizedClass
@EnumSource
class ReplayPlacesTest {
  private static final String TARGET = "--target=" + Letters.class.getName();
  private final Place kind;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  @TempDir private Path home;
  private PraetorEngine engine;
  private Place.Opened place;

  ReplayPlacesTest(Place kind) {
    this.kind = kind;
  }

  /** Flows whose runs are called again. */
  public static final class Letters implements FlowSource {
    /** Longer than a value that a row holds. */
    private static final int LONG = 300_000;

    static List<String> letters(String all) {
      return all.chars().mapToObj(Character::toString).toList();
    }

    static String repeat(String letter) {
      return letter.repeat(LONG);
    }

    static int length(String text) {
      if (text.startsWith("b")) {
        throw new IllegalStateException("no " + text.charAt(0));
      }
      return text.length();
    }

    @Override
    public List<Flow<?>> flows() {
      return List.of(
          Flow.define(
              "letters",
              flow -> {
                var letters = Task.of(Letters::letters).call(flow.parameter("all", String.class));
                var texts = Task.of(Letters::repeat).map(Praetor.each(letters));
                return Task.of(Letters::length).map(texts).collect();
              }));
    }
  }

  @BeforeEach
  void start() {
    engine = Praetor.open(Home.of(home));
    place = kind.open(home);
  }

  @AfterEach
  void stop() {
    place.close();
    engine.close();
  }

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), place.command(args));
  }

  private String run() {
    return engine.run(new Letters().flows().getFirst(), Praetor.with("all", "abc")).id().toString();
  }

  @Test
  void a_child_is_called_again_with_a_large_input_and_fails_as_in_the_run() {
    String run = run();
    int status = praetor("runs", "replay", run, "length[1]", "--json", TARGET);
    assertThat(status).as(err.toString()).isEqualTo(ExitCode.FAILED);
    JsonNode result = JsonMapper.shared().readTree(out.toString());
    assertThat(result.path("outcome").asString()).isEqualTo("failed");
    assertThat(result.path("compared").asString()).isEqualTo("as in the run");
    assertThat(result.path("inputs").path(0).asString()).isEqualTo("b".repeat(Letters.LONG));
  }

  @Test
  void a_task_run_that_succeeded_returns_the_same_again_from_recorded_parameters() {
    String run = run();
    assertThat(praetor("runs", "replay", run, "letters", TARGET)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("returned (as in the run)", "[\"a\",\"b\",\"c\"]");
    assertThat(praetor("runs", "replay", run, "length[2]", TARGET)).as(err.toString()).isZero();
    assertThat(out.toString()).contains("returned (as in the run)", "300000");
  }

  @Test
  void nothing_is_written_to_the_record() {
    String run = run();
    assertThat(praetor("runs", "show", run, "--json")).isZero();
    String before = out.toString();
    praetor("runs", "replay", run, "length[1]", TARGET);
    assertThat(praetor("runs", "show", run, "--json")).isZero();
    assertThat(out.toString()).isEqualTo(before);
  }

  @Test
  void unknown_task_runs_code_and_runs_are_refused_by_name() {
    String run = run();
    assertThat(praetor("runs", "replay", run, "length[7]", TARGET)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("has no task run 'length[7]'");
    assertThat(praetor("runs", "replay", run, "length[1]")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("the code of run", "is unknown", "--target");
    assertThat(praetor("runs", "replay", "ffffffff", "length[1]", TARGET))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("ffffffff");
  }
}
