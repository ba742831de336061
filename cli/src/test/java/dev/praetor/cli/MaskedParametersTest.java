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

/** Checks that code never gets a mask in place of a parameter that is not recorded. */
class MaskedParametersTest {
  private static final String SOURCE =
      """
      import dev.praetor.*;
      import java.nio.file.*;
      class Calls {
        static String call(String url, String token, String folder) throws Exception {
          Files.writeString(Path.of(folder, "called"), url + " " + token);
          if (Files.exists(Path.of(folder, "broken"))) throw new IllegalStateException("broken");
          return Secret.named("PATH").get().isEmpty() ? "" : "done";
        }
        static Flow<String> flow() {
          return Flow.define("calls", f -> Task.of(Calls::call).secrets("PATH").call(
              f.parameter("url", String.class, "standard"),
              f.parameter("token", String.class).secret(),
              f.parameter("folder", String.class)));
        }
      }
      """;
  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();
  @TempDir private Path folder;
  private String source = "";

  @BeforeEach
  void runOnceAndFail() throws IOException {
    source = Files.writeString(folder.resolve("Calls.java"), SOURCE).toString();
    Files.writeString(folder.resolve("broken"), "");
    // The only environment variable that is there on every machine is the secret.
    String url = "http://host?key=" + System.getenv("PATH");
    assertThat(
            praetor(
                "run", source, "-p", "url=" + url, "-p", "token=t0-ken", "-p", "folder=" + folder))
        .isEqualTo(ExitCode.FAILED);
    assertThat(called()).isEqualTo(url + " t0-ken");
    assertThat(out + "" + err).doesNotContain("t0-ken").doesNotContain(System.getenv("PATH"));
    Files.delete(folder.resolve("called"));
    Files.delete(folder.resolve("broken"));
  }

  private String called() throws IOException {
    return Files.readString(folder.resolve("called"));
  }

  private int praetor(String... args) {
    out = new StringWriter();
    err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--home=" + folder.resolve("home"));
    return Main.execute(
        new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
  }

  @Test
  void a_restart_asks_for_parameters_that_are_not_recorded() throws IOException {
    assertThat(praetor("runs", "restart", "latest")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("calls/url: its value in the earlier run is not recorded")
        .contains("(secrets in it are masked); give it again\n")
        .contains("Give a parameter with -p NAME=VALUE.")
        .contains("calls/token: its value in the earlier run is not recorded (it is a secret)")
        .doesNotContain("calls/folder");
    assertThat(folder.resolve("called")).doesNotExist();
    assertThat(praetor("runs", "restart", "latest", "-p", "url=x", "-p", "token=y")).isZero();
    assertThat(called()).isEqualTo("x y");
  }

  @Test
  void a_mask_that_is_given_as_a_value_is_another_value() throws IOException {
    assertThat(praetor("runs", "restart", "latest", "-p", "url=x", "-p", "token=y")).isZero();
    assertThat(praetor("runs", "restart", "latest", "-p", "url=x", "-p", "token=***")).isZero();
    assertThat(called()).isEqualTo("x ***");
  }

  @Test
  void a_replay_asks_for_parameters_that_are_not_recorded() throws IOException {
    assertThat(praetor("runs", "replay", "latest", "call")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("calls/url: its value", "calls/token: its value");
    assertThat(folder.resolve("called")).doesNotExist();
    assertThat(
            praetor("runs", "replay", "latest", "call", "-p", "url=u-1", "-p", "token=hush-hush"))
        .isZero();
    assertThat(called()).isEqualTo("u-1 hush-hush");
    assertThat(out + "" + err).doesNotContain("hush-hush");
  }

  @Test
  void what_is_shown_of_a_run_is_masked() {
    for (String[] command :
        List.of(
            new String[] {"runs", "show", "latest"},
            new String[] {"runs", "show", "latest", "--json"},
            new String[] {"runs", "show", "latest", "call"},
            new String[] {"runs", "list"})) {
      assertThat(praetor(command)).isZero();
      assertThat(out.toString()).contains("calls");
      assertThat(out + "" + err).doesNotContain("t0-ken").doesNotContain(System.getenv("PATH"));
    }
    StringWriter shown = new StringWriter();
    assertThat(Main.execute(new PrintWriter(shown), new PrintWriter(err), "flow", "show", source))
        .isZero();
    assertThat(shown.toString()).contains("parameter token: String, required, secret");
  }

  @Test
  void a_result_with_a_secret_in_it_is_computed_again_and_given_unmasked() throws IOException {
    String code =
        """
        import dev.praetor.*;
        import java.nio.file.*;
        class Links {
          static String link() { return "http://host?key=" + Secret.named("PATH").get(); }
          static String open(String link, String folder) throws Exception {
            Files.writeString(Path.of(folder, "opened"), link);
            if (Files.exists(Path.of(folder, "broken"))) throw new IllegalStateException("broken");
            return "done";
          }
          static Flow<String> flow() {
            return Flow.define("links", f -> Task.of(Links::open).call(
                Task.of(Links::link).secrets("PATH").call(), f.parameter("folder", String.class)));
          }
        }
        """;
    String links = Files.writeString(folder.resolve("Links.java"), code).toString();
    Path broken = Files.writeString(folder.resolve("broken"), "");
    assertThat(praetor("run", links, "-p", "folder=" + folder)).isEqualTo(ExitCode.FAILED);
    Files.delete(broken);
    Files.delete(folder.resolve("opened"));
    assertThat(praetor("runs", "restart", "latest", "--plan")).isZero();
    assertThat(out.toString()).contains("link: will run", "secrets in it are masked");
    assertThat(praetor("runs", "restart", "latest")).isZero();
    assertThat(Files.readString(folder.resolve("opened")))
        .isEqualTo("http://host?key=" + System.getenv("PATH"));
  }
}
