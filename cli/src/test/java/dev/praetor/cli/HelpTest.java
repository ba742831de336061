package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The help of each command. */
class HelpTest {
  private static CommandLine line(String... words) {
    return Commands.of(new Main(), new CommandFactory(InstantSource.system()), words);
  }

  private static List<List<String>> commands() {
    List<List<String>> all = new ArrayList<>();
    for (String name : line().getSubcommands().keySet()) {
      all.add(List.of(name));
      CommandLine group = Objects.requireNonNull(line(name).getSubcommands().get(name));
      group.getSubcommands().keySet().forEach(inner -> all.add(List.of(name, inner)));
    }
    return all;
  }

  @Test
  void each_command_has_help() {
    assertThat(commands()).hasSizeGreaterThan(60);
    for (List<String> command : commands()) {
      List<String> words = new ArrayList<>(command);
      words.add("--help");
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int status =
          Main.execute(
              new PrintWriter(out, true), new PrintWriter(err, true), words.toArray(String[]::new));
      assertThat(status).as("%s: %s", words, err).isZero();
      assertThat(out.toString())
          .contains("Usage: praetor " + String.join(" ", command), "-h, --help");
    }
  }
}
