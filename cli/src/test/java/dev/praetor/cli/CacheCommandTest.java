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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands {@code praetor cache list} and {@code praetor cache clear}. */
class CacheCommandTest {
  private static final String SOURCE =
      """
      import static dev.praetor.Praetor.*;
      import dev.praetor.*;
      import java.util.*;
      class Rates {
        static double rate(String currency) { return currency.length(); }
        static int size(List<Double> rates) { return rates.size(); }
        static Flow<Integer> flow() {
          return Flow.define("rates", f -> Task.of(Rates::size).call(
              Task.of(Rates::rate).cached(Cache.byInputs()).map(each(value(List.of("EUR", "USD")))).collect()));
        }
      }
      """;
  @TempDir private Path folder;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  private String source = "";

  @BeforeEach
  void writeFlow() throws IOException {
    source = Files.writeString(folder.resolve("Rates.java"), SOURCE).toString();
  }

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private JsonNode listed(String... more) {
    List<String> all = new ArrayList<>(List.of("cache", "list", "--json"));
    all.addAll(List.of(more));
    assertThat(praetor(all.toArray(String[]::new))).isZero();
    return JsonMapper.shared().readTree(out.toString());
  }

  @Test
  void cached_results_are_listed_by_what_made_them_and_cleared() {
    assertThat(listed()).isEmpty();
    assertThat(praetor("run", source, "--quiet")).isZero();
    assertThat(listed()).hasSize(2);
    assertThat(listed("--flow", "rates", "--task", "rate", "--run", "latest")).hasSize(2);
    assertThat(listed("--flow", "other")).isEmpty();
    assertThat(listed("--task", "rat%")).isEmpty();
    assertThat(praetor("cache", "list")).isZero();
    assertThat(out.toString()).contains("rates/rate[0]", "rates/rate[1]", "used without limit");
    assertThat(praetor("cache", "clear", "--task", "rate[1]")).isZero();
    assertThat(out.toString()).contains("Deleted 1 cached result.");
    assertThat(listed())
        .singleElement()
        .extracting(one -> one.path("taskRun").asString())
        .isEqualTo("rate[0]");
    assertThat(praetor("cache", "clear", "--all")).isZero();
    assertThat(listed()).isEmpty();
  }

  @Test
  void clearing_says_what_it_clears() {
    assertThat(praetor("cache", "clear")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--flow, --task or --run", "--all");
    assertThat(praetor("cache", "clear", "--all", "--flow", "rates")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void deleting_a_run_deletes_the_results_that_it_made() {
    assertThat(praetor("run", source, "--quiet")).isZero();
    assertThat(praetor("runs", "delete", "latest", "--yes")).isZero();
    assertThat(listed()).isEmpty();
  }
}
