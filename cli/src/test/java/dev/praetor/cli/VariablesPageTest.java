package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page about variables do on a home and on a server what it says. */
@Tag("process")
class VariablesPageTest {
  private static final Path PAGE = Path.of("../docs/guide/variables.md");
  private static final String FIRST = "{ praetor variables set CHANNEL '#general'";
  @TempDir private Path folder;

  private String page() throws Exception {
    Files.writeString(folder.resolve("offices.json"), "[\"DC\",\"NY\"]");
    return new PageScript(folder).of(PAGE);
  }

  private String run(String script) throws Exception {
    return new PageScript(folder).run(script, Map.of("PRAETOR_PORT", "0"));
  }

  @Test
  void on_a_home_a_run_reads_what_is_stored_and_then_the_environment() throws Exception {
    String printed =
        run(
            page()
                + """

                praetor run Reports.java --quiet
                praetor runs results latest send
                praetor variables delete CHANNEL
                PRAETOR_VARIABLE_CHANNEL='#of the environment' praetor runs replay latest send
                praetor runs replay latest send || true
                """);
    assertThat(printed)
        .contains("sent to #random", "sent to #of the environment")
        .contains("there is no variable 'CHANNEL'")
        .contains("set it in project 'default': praetor variables set CHANNEL VALUE");
  }

  @Test
  void on_a_server_the_runs_of_each_project_read_its_variables() throws Exception {
    String server =
        PageScript.SERVER
            + "export PRAETOR_SERVER=$url PRAETOR_API_KEY=$(cat home/admin.key)\n"
            + "praetor register Reports.java\n";
    String printed =
        run(
            PageScript.before(page(), FIRST, server)
                + """

                praetor register Reports.java --project staging
                praetor flows run reports --wait
                praetor runs results latest send
                praetor flows run staging/reports --wait
                praetor runs results latest send
                praetor variables delete CHANNEL --project staging
                praetor flows run staging/reports --wait || true
                praetor runs show latest --json
                """);
    assertThat(printed)
        .contains("sent to #random", "sent to #testing")
        .contains(
            "set it in project 'staging': praetor variables set CHANNEL VALUE --project staging");
  }
}
