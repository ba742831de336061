package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands about variables say the same of a home and of a server. */
@ParameterizedClass
@EnumSource
class VariablePlacesTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Place kind;
  @TempDir private Path folder;
  private Place.@Nullable Opened place;

  VariablePlacesTest(Place kind) {
    this.kind = kind;
  }

  @AfterEach
  void close() {
    if (place != null) {
      place.close();
    }
  }

  private Place.Opened opened() {
    Place.Opened opened = place == null ? kind.open(folder.resolve("home")) : place;
    place = opened;
    return opened;
  }

  private int praetor(String... args) {
    return execute(opened().command(args));
  }

  private int execute(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
  }

  private static String[] with(String[] args, String... last) {
    return Stream.concat(Stream.of(args), Stream.of(last)).toArray(String[]::new);
  }

  private void succeeds(String... args) {
    assertThat(praetor(args)).as("%s: %s", String.join(" ", args), err).isZero();
  }

  private void says(String said, String... args) {
    succeeds(args);
    assertThat(out.toString()).isEqualTo(said + System.lineSeparator());
  }

  private void refused(int status, String why, String... args) {
    assertThat(praetor(args)).as("%s: %s", String.join(" ", args), out).isEqualTo(status);
    assertThat(err.toString()).contains(why);
    assertThat(out.toString()).isEmpty();
  }

  private int entered(String input, String... args) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return praetor(args);
    } finally {
      System.setIn(before);
    }
  }

  private JsonNode json(String... args) {
    succeeds(args);
    return JsonMapper.shared().readTree(out.toString());
  }

  @Test
  void a_variable_is_set_shown_listed_and_deleted() {
    succeeds("variables", "list");
    assertThat(out.toString())
        .startsWith("No variables. Set one with praetor variables set NAME VALUE");
    says("variable CHANNEL is stored", "variables", "set", "CHANNEL", "#general");
    says("variable CHANNEL is replaced", "variables", "set", "CHANNEL", "#random");
    assertThat(execute(with(opened().command("variables", "set", "LOWEST"), "--", "-5"))).isZero();
    says("#random", "variables", "get", "CHANNEL");
    says("-5", "variables", "get", "LOWEST");
    JsonNode one = json("variables", "get", "CHANNEL", "--json");
    assertThat(one.propertyNames())
        .containsExactly("name", "value", "set", "setBy", "version", "created");
    assertThat(one.path("value").asString()).isEqualTo("#random");
    assertThat(one.path("version").asInt()).isEqualTo(2);
    assertThat(one.path("setBy").asString()).isNotEmpty();
    assertThat(json("variables", "list", "--json").get(0)).isEqualTo(one);
    succeeds("variables", "list");
    assertThat(out.toString())
        .matches(
            "CHANNEL  #random  set \\d{4}-.* by .*, version 2\\R"
                + "LOWEST   -5       set \\d{4}-.* by .*, version 1\\R");
    succeeds("variables", "list", "--limit=1");
    assertThat(out.toString()).contains("CHANNEL", "… and 1 more").doesNotContain("LOWEST");
    says("variable CHANNEL is deleted", "variables", "delete", "CHANNEL");
    refused(
        ExitCode.USAGE,
        "there is no stored variable 'CHANNEL' in project 'default'; praetor variables list",
        "variables",
        "get",
        "CHANNEL");
    refused(
        ExitCode.USAGE, "there is no stored variable 'CHANNEL'", "variables", "delete", "CHANNEL");
  }

  @Test
  void a_value_comes_from_a_file_standard_input_or_an_argument() throws IOException {
    Path file = Files.writeString(folder.resolve("value"), "line 1\nline 2\n");
    succeeds("variables", "set", "A", "--value-file=" + file);
    assertThat(json("variables", "get", "A", "--json").path("value").asString())
        .isEqualTo("line 1\nline 2\n");
    assertThat(entered("typed\n", "variables", "set", "A")).isZero();
    says("typed", "variables", "get", "A");
    succeeds("variables", "set", "A", "@" + file);
    says("@" + file, "variables", "get", "A");
    refused(
        ExitCode.USAGE,
        "give the value as an argument or with --value-file, not both",
        "variables",
        "set",
        "A",
        "x",
        "--value-file=" + file);
    refused(
        ExitCode.USAGE,
        "there is no file",
        "variables",
        "set",
        "A",
        "--value-file=" + folder.resolve("none"));
    says("@" + file, "variables", "get", "A");
  }

  @Test
  void each_project_has_variables_of_its_own() {
    succeeds("projects", "add", "staging");
    says("variable A is stored", "variables", "set", "A", "1");
    says("variable A is stored", "variables", "set", "A", "2", "--project=staging");
    says("1", "variables", "get", "A");
    says("2", "variables", "get", "A", "--project=staging");
    assertThat(json("variables", "list", "--project=staging", "--json").size()).isEqualTo(1);
    succeeds("variables", "delete", "A", "--project=staging");
    says("1", "variables", "get", "A");
    assertThat(praetor("variables", "set", "A", "3", "--project=none")).isNotZero();
    assertThat(err.toString()).contains("there is no project 'none'", "praetor projects add none");
    assertThat(praetor("variables", "set", "A", "3", "--project=No/thing")).isNotZero();
    assertThat(err.toString()).contains("there is no project 'No/thing'");
  }

  @Test
  void hostile_input_is_refused_or_shown_as_escapes() {
    succeeds("variables", "set", "A", "before");
    for (String name : List.of("a\nb", "a\0b", "n".repeat(201))) {
      refused(ExitCode.USAGE, "the name of a variable has", "variables", "set", name, "x");
    }
    refused(ExitCode.USAGE, "a variable needs a name", "variables", "set", " ", "x");
    refused(
        ExitCode.USAGE, "has more than 65,536 bytes", "variables", "set", "A", "x".repeat(65_537));
    assertThat(entered("x".repeat(100_000), "variables", "set", "A")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("has more than 65,536 bytes");
    assertThat(entered("a\0b", "variables", "set", "A")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("has a NUL or half of a character", "encode it, for example as Base64");
    assertThat(entered("\n", "variables", "set", "A")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("is empty; nothing was stored");
    refused(ExitCode.USAGE, "is empty", "variables", "set", "A", "");
    says("before", "variables", "get", "A");
    String odd = "\u001b[31mred\r\n\tend";
    succeeds("variables", "set", "A", odd);
    assertThat(json("variables", "get", "A", "--json").path("value").asString()).isEqualTo(odd);
    succeeds("variables", "get", "A");
    assertThat(out.toString()).contains("\\u001b[31mred").doesNotContain("\u001b");
    succeeds("variables", "set", "A", odd + "x".repeat(1_000));
    succeeds("variables", "list");
    assertThat(out.toString())
        .contains("A  \\u001b[31mred\\r\\n\\tendxxx")
        .contains("…  set ")
        .doesNotContain("\u001b");
    assertThat(out.toString().lines()).hasSize(1);
  }
}
