package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refused keys are told in the words of the commands, not in those of requests. */
class RefusedKeysTest extends CommandsOnServer {
  private Path key(String... rights) throws Exception {
    List<String> command = new ArrayList<>(List.of("keys", "create", "eye"));
    command.addAll(Arrays.asList(rights));
    assertThat(onServer(command.toArray(String[]::new))).as("%s", err).isZero();
    return Files.writeString(home.resolve("eye.key"), out.toString());
  }

  private String refused(Path key, String... command) {
    List<String> all = new ArrayList<>(Arrays.asList(command));
    all.addAll(List.of("--server=" + server.url(), "--key-file=" + key));
    assertThat(execute(all.toArray(String[]::new))).as("%s", out).isEqualTo(ExitCode.USAGE);
    return err.toString().strip();
  }

  @Test
  void registering_is_named_as_such() throws Exception {
    Path file =
        Files.writeString(
            home.resolve("Night.java"),
            """
            import dev.praetor.Flow;
            import dev.praetor.Task;
            class Night {
              static Flow<String> night() {
                return Flow.define("night", f -> Task.of("say", String.class, () -> "x").call());
              }
            }
            """);
    assertThat(refused(key("--role=viewer"), "register", file.toString()))
        .isEqualTo(
            "praetor: registering flows needs the role author, and the key 'eye' has the role viewer");
    assertThat(onServer("projects", "add", "lab")).isZero();
    assertThat(onServer("keys", "revoke", "eye")).isZero();
    assertThat(
            refused(
                key("--role=viewer", "--project=lab"),
                "register",
                file.toString(),
                "--project=lab"))
        .startsWith("praetor: registering flows needs the role author")
        .contains("'lab'");
  }

  @ParameterizedTest
  @CsvSource({
    "variables set CHANNEL x, setting variables needs the role author",
    "secrets grant TOKEN --all-flows, granting secrets needs the role author",
    "keys list, reading keys needs the role administrator",
    "users list, reading users needs the role administrator",
    "audit list, reading the audit log needs the role administrator",
    "projects add lab, adding projects needs the role administrator",
    "limits set x 3 --tag, setting limits needs the role author",
    "pools pause default, changing pools needs the role operator"
  })
  void what_the_role_does_not_permit_is_named_as_the_command_names_it(
      String command, String expected) throws Exception {
    assertThat(refused(key("--role=viewer"), command.split(" ")))
        .isEqualTo("praetor: " + expected + ", and the key 'eye' has the role viewer");
  }

  @Test
  void what_is_about_the_whole_server_is_named_so_too() throws Exception {
    assertThat(onServer("projects", "add", "lab")).isZero();
    assertThat(refused(key("--role=author", "--project=lab"), "workers", "list"))
        .isEqualTo(
            "praetor: reading workers is about the whole server, and the key 'eye' is limited to the project 'lab'");
  }

  @Test
  void a_key_that_is_not_accepted_is_told_with_the_places_of_keys_and_without_the_header()
      throws Exception {
    String places = "--key-file FILE, PRAETOR_API_KEY or a profile";
    Path wrong = Files.writeString(home.resolve("wrong.key"), "praetor_wrong");
    for (String[] command :
        new String[][] {{"flows", "list"}, {"users", "list"}, {"query", "--schema"}}) {
      assertThat(refused(wrong, command))
          .contains("the key of the request is wrong", places)
          .doesNotContain("Authorization", "Bearer");
    }
    Path revoked = key("--role=viewer");
    assertThat(onServer("keys", "revoke", "eye")).isZero();
    assertThat(refused(revoked, "flows", "list")).contains("the key 'eye' was revoked", places);
  }
}
