package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Options and parameters of every form: what is wrong is refused before anything runs. */
class WrongOptionsTest {
  private static final String SOURCE =
      """
      import dev.praetor.*;
      class X {
        static String echo(String text) { return text; }
        static Flow<String> flow() {
          return Flow.define("f", f -> Task.of(X::echo).call(f.parameter("p", String.class)));
        }
      }
      """;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private String source = "";

  @BeforeEach
  void write() throws IOException {
    source = Files.writeString(folder.resolve("X.java"), SOURCE).toString();
  }

  private int praetor(String... args) {
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private int run(String... more) {
    return praetor(
        Stream.concat(Stream.of("run", source, "--no-history"), Arrays.stream(more))
            .toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run",
        "run X.java Y.java",
        "run --no-such-option",
        "run --limit db",
        "run --limit =3",
        "run --limit db=many",
        "run --limit db=99999999999",
        "run --flow",
        "run SOURCE --flow nothing",
        "run SOURCE -p",
        "run SOURCE --param-file nothing.json",
        "run SOURCE --approve",
        "runs show",
        "runs show nothing",
        "runs show ''",
        "runs list --state dancing",
        "runs list --limit -1",
        "runs prune --keep many",
        "runs restart nothing",
        "runs resume nothing",
        "runs cancel nothing",
        "runs logs nothing --level LOUD",
        "flow draw SOURCE --format png",
        "no-such-command"
      })
  void what_is_wrong_is_refused_with_a_message(String line) {
    String[] args =
        Arrays.stream(line.split(" ", -1))
            .map(word -> word.equals("SOURCE") ? source : word.equals("''") ? "" : word)
            .toArray(String[]::new);
    if (args.length > 1 && args[0].equals("runs")) {
      args = Arrays.copyOf(args, args.length + 1);
      args[args.length - 1] = "--home=" + folder.resolve("home");
    }
    assertThat(praetor(args)).as(() -> out + "" + err).isEqualTo(ExitCode.USAGE);
    assertThat(out.toString() + err)
        .isNotBlank()
        .doesNotContain("an unexpected error", "\n\tat ", "Exception");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "p=text,text",
        "p=a=b,a=b",
        "p= spaced ,` spaced `",
        "p={\"a\":1},{\"a\":1}",
        "p=null,null",
        "p=\"quoted\",\"quoted\"",
        "p=-1,-1",
        "p=\uFFFD\uD83D\uDE00,\uFFFD\uD83D\uDE00"
      })
  void a_text_is_a_parameter_as_it_is(String given, String expected) {
    assertThat(run("-p", given, "--json")).as(err::toString).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).path("value").asString().strip())
        .isEqualTo(expected.strip());
  }

  @ParameterizedTest
  @ValueSource(strings = {"p", "=x", "q=1", "P=1", " p=1"})
  void a_parameter_that_is_none_is_refused(String given) {
    assertThat(run("-p", given)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).isNotBlank().doesNotContain("an unexpected error");
  }

  @Test
  void a_parameter_of_120_kilobytes_is_given_whole() {
    String large = "x".repeat(120_000);
    assertThat(run("-p", "p=" + large, "--json")).isZero();
    assertThat(JsonMapper.shared().readTree(out.toString()).path("value").asString())
        .isEqualTo(large);
  }
}
