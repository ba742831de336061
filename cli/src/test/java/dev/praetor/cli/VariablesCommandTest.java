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

/** Runs of commands read the variables of their home. */
class VariablesCommandTest {
  private static final String SOURCE =
      """
      import dev.praetor.*;
      class Reads {
        static String read() { return "to " + Variable.named("CHANNEL").get(); }
        static Flow<String> reads() { return Flow.define("reads", f -> Task.of(Reads::read).call()); }
      }
      """;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int praetor(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private String source() throws IOException {
    return Files.writeString(folder.resolve("Reads.java"), SOURCE).toString();
  }

  @Test
  void a_missing_variable_fails_the_run_and_the_error_says_how_to_set_it() throws IOException {
    for (String history : List.of("--json", "--no-history")) {
      assertThat(praetor("run", source(), history)).isEqualTo(ExitCode.FAILED);
      assertThat(out.toString() + err)
          .contains("there is no variable 'CHANNEL'")
          .contains(
              "set it in project 'default': praetor variables set CHANNEL VALUE --home "
                  + folder.resolve("home"))
          .contains("or set the environment variable PRAETOR_VARIABLE_CHANNEL");
    }
  }

  @Test
  void a_run_reads_a_variable_with_and_without_history() throws IOException {
    assertThat(praetor("variables", "set", "CHANNEL", "#general")).isZero();
    for (String history : List.of("--json", "--no-history")) {
      assertThat(praetor("run", source(), history)).as("%s", err).isZero();
      assertThat(out.toString()).contains("to #general");
    }
  }

  @Test
  void a_restart_and_a_replay_read_the_value_that_the_variable_has_then() throws IOException {
    assertThat(praetor("run", source())).isEqualTo(ExitCode.FAILED);
    assertThat(praetor("variables", "set", "CHANNEL", "#general")).isZero();
    assertThat(praetor("runs", "restart", "latest", "--json")).as("%s", err).isZero();
    assertThat(praetor("runs", "results", "latest", "read")).as("%s", err).isZero();
    assertThat(out.toString()).contains("to #general");
    assertThat(praetor("variables", "set", "CHANNEL", "#random")).isZero();
    assertThat(praetor("runs", "replay", "latest", "read")).as("%s", err).isZero();
    assertThat(out.toString()).contains("to #random");
    assertThat(praetor("variables", "delete", "CHANNEL")).isZero();
    assertThat(praetor("runs", "replay", "latest", "read")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).contains("there is no variable 'CHANNEL'");
  }
}
