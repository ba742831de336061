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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SecretsCommandTest {
  private static final String SOURCE =
      """
      import dev.praetor.*;
      class Uses {
        static int use() { return Secret.named("LOCAL_TOKEN").get().length(); }
        static Flow<Integer> flow() {
          return Flow.define("uses", f -> Task.of(Uses::use).secrets("LOCAL_TOKEN").call());
        }
      }
      """;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private int set(String name, String input) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return praetor("secrets", "set", name);
    } finally {
      System.setIn(before);
    }
  }

  private String source() throws IOException {
    return Files.writeString(folder.resolve("Uses.java"), SOURCE).toString();
  }

  @Test
  void a_run_reads_a_stored_secret_with_and_without_history() throws IOException {
    assertThat(praetor("run", source())).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("there is no secret 'LOCAL_TOKEN'")
        .contains("set the environment variable LOCAL_TOKEN, or store it: ")
        .contains("praetor secrets set LOCAL_TOKEN --home " + folder.resolve("home"));
    assertThat(set("LOCAL_TOKEN", "hush-hush\n")).isZero();
    assertThat(out.toString()).contains("secret LOCAL_TOKEN is stored").doesNotContain("hush");
    for (String history : List.of("--json", "--no-history")) {
      assertThat(praetor("run", source(), history)).isZero();
      assertThat(out.toString()).contains("9").doesNotContain("hush");
    }
    assertThat(praetor("runs", "replay", "latest", "use")).isZero();
  }

  @Test
  void secrets_are_listed_without_their_values_and_deleted() {
    assertThat(praetor("secrets", "list")).isZero();
    assertThat(out.toString()).contains("No secrets.", "praetor secrets set NAME");
    assertThat(folder.resolve("home")).doesNotExist();
    assertThat(set("ONE", "hush-1")).isZero();
    assertThat(set("ANOTHER ONE", "hush-2")).isZero();
    assertThat(set("ONE", "hush-3")).isZero();
    assertThat(out.toString()).contains("secret ONE is replaced");
    assertThat(praetor("secrets", "list")).isZero();
    assertThat(out.toString())
        .matches("(?s)ANOTHER ONE  set \\d{4}-.*\nONE          set .*")
        .doesNotContain("hush");
    assertThat(praetor("secrets", "list", "--json")).isZero();
    JsonNode all = JsonMapper.shared().readTree(out.toString());
    assertThat(all.size()).isEqualTo(2);
    assertThat(all.get(0).propertyNames())
        .containsExactly("name", "set", "setBy", "version", "created", "grants", "lastUse");
    assertThat(praetor("secrets", "delete", "ONE")).isZero();
    assertThat(praetor("secrets", "delete", "ONE")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no stored secret 'ONE'");
  }

  @Test
  void a_value_comes_from_a_file_or_standard_input_and_never_from_an_argument() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "line 1\nline 2\n");
    assertThat(praetor("secrets", "set", "KEY", "--value-file", file.toString())).isZero();
    assertThat(praetor("secrets", "set", "KEY", "hush-hush")).isEqualTo(ExitCode.USAGE);
    assertThat(praetor("secrets", "set", "KEY", "--value-file", folder + "/none"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no file " + folder + "/none");
    Files.write(file, new byte[] {(byte) 0xff, 1, 2});
    assertThat(praetor("secrets", "set", "KEY", "--value-file", file.toString()))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("is not text in UTF-8");
    assertThat(set("KEY", "\n")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("is empty; nothing was stored");
    assertThat(set("KEY", "x".repeat(70_000))).isNotZero();
    assertThat(err.toString()).contains("has more than 65,536 bytes");
    for (String name : List.of(" ", "a\nb", "n".repeat(201))) {
      assertThat(set(name, "value")).as(name).isEqualTo(ExitCode.USAGE);
    }
  }
}
