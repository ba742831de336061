package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands with a key that is limited to a project, and that name no project. */
class KeyOfProjectTest extends CommandsOnServer {
  private Path key;

  @BeforeEach
  void makeKey() throws Exception {
    assertThat(onServer("projects", "add", "lab")).as("%s", err).isZero();
    assertThat(onServer("keys", "create", "ci", "--role=author", "--project=lab"))
        .as("%s", err)
        .isZero();
    key = Files.writeString(home.resolve("ci.key"), out.toString());
  }

  private int withKey(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.addAll(List.of("--server=" + server.url(), "--key-file=" + key));
    return execute(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flows run orders",
        "flows show orders",
        "flows versions orders",
        "flows archive orders",
        "flows unarchive orders",
        "flows set orders --pool=slow",
        "schedules add orders --every=1h",
        "schedules list --flow=orders",
        "schedules list --project=default",
        "flows list --project=default",
        "secrets uses TOKEN",
        "secrets grant TOKEN orders",
        "secrets grant TOKEN --all-flows",
        "secrets revoke TOKEN orders",
        "secrets delete TOKEN",
        "secrets list",
        "variables set CHANNEL x",
        "variables get CHANNEL",
        "variables delete CHANNEL",
        "variables list",
        "runs list --project=default",
        "flows run default/orders"
      })
  void what_is_meant_in_the_default_project_is_told_to_be_in_one_that_the_key_does_not_have(
      String command) {
    assertThat(withKey(command.split(" "))).as("%s", out).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .isEqualToIgnoringNewLines(
            "praetor: there is no project 'default'; the key or the user is limited to other"
                + " projects; name one of them (see praetor projects list)");
  }

  @Test
  void what_is_not_in_the_project_of_the_key_is_told_as_before() {
    assertThat(withKey("flows", "run", "lab/orders")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("no flow 'orders' is registered in project 'lab'");
    assertThat(withKey("variables", "get", "CHANNEL", "--project=lab")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("there is no stored variable 'CHANNEL' in project 'lab'");
  }
}
