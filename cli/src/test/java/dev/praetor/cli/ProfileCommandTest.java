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
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The profiles of a user. */
class ProfileCommandTest {
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  @TempDir private Path home;

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("profile"));
    all.addAll(List.of(args));
    all.add("--home=" + home);
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  private String succeed(String... args) {
    assertThat(praetor(args)).as(() -> err.toString()).isZero();
    return out.toString();
  }

  private String refused(String... args) {
    assertThat(praetor(args)).isEqualTo(ExitCode.USAGE);
    return err.toString();
  }

  @Test
  void profiles_are_added_used_listed_and_removed() throws IOException {
    assertThat(succeed("list")).startsWith("No profiles.");
    Path key = Files.writeString(home.resolve("key.txt"), "praetor_team\n");
    assertThat(succeed("add", "team", "--server", "https://example.com", "--key-file=" + key))
        .isEqualTo(
            "profile team is added; commands work on its server after praetor profile use team\n");
    succeed("add", "b", "--server", "http://127.0.0.1:4200/", "--key-file=" + key);
    assertThat(succeed("use", "team")).isEqualTo("commands work on https://example.com\n");
    assertThat(succeed("list"))
        .isEqualTo("team  https://example.com  in use\nb     http://127.0.0.1:4200/\n");
    assertThat(succeed("list", "--json")).contains("\"inUse\" : true").doesNotContain("praetor_");
    assertThat(succeed("add", "team", "--server", "https://new.example.com", "--key-file=" + key))
        .isEqualTo("profile team is replaced\n");
    assertThat(succeed("use", "--local")).isEqualTo("commands work on the own home\n");
    succeed("use", "team");
    assertThat(succeed("remove", "team")).contains("commands work on the own home again");
    assertThat(succeed("list")).doesNotContain("team", "in use");
    Path file = home.resolve("profiles.json");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void the_key_comes_from_standard_input() throws IOException {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream("praetor_in\n".getBytes(StandardCharsets.UTF_8)));
    try {
      succeed("add", "team", "--server", "https://example.com");
    } finally {
      System.setIn(before);
    }
    assertThat(Files.readString(home.resolve("profiles.json"))).contains("\"praetor_in\"");
  }

  @Test
  void what_is_no_profile_is_refused() throws IOException {
    Path key = Files.writeString(home.resolve("key.txt"), "praetor_team");
    Path wrong = Files.writeString(home.resolve("wrong.txt"), "two words");
    Path empty = Files.writeString(home.resolve("empty.txt"), "\n");
    String server = "--server=http://127.0.0.1";
    assertThat(refused("add", "a/b", server, "--key-file=" + key)).contains("unlike 'a/b'");
    assertThat(refused("add", "a", "--server=example.com", "--key-file=" + key))
        .contains("a server is named by a URL");
    assertThat(refused("add", "a", server, "--key-file=" + wrong)).contains("no key has");
    assertThat(refused("add", "a", server, "--key-file=" + empty)).contains("is empty");
    assertThat(refused("add", "a", server, "--key-file=" + home)).contains("that can be read");
    assertThat(refused("add", "a", server, "--key=x")).contains("--key");
    assertThat(refused("use")).contains("the name of a profile, or --local");
    assertThat(refused("use", "none")).contains("there is no profile 'none'");
    assertThat(refused("remove", "none")).contains("there is no profile 'none'");
    assertThat(home.resolve("profiles.json")).doesNotExist();
  }
}
