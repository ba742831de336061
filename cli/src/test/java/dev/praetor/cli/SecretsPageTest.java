package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page about secrets do on a server what it says. */
@Tag("process")
class SecretsPageTest {
  private static final Path PAGE = Path.of("../docs/guide/secrets.md");
  private static final String SET = "{ praetor secrets set CHAT_TOKEN ";
  private static final String REPORTS =
      """
      import dev.praetor.Flow;
      import dev.praetor.Secret;
      import dev.praetor.Task;

      class Reports {
        static String send() {
          return "sent with " + Secret.named("CHAT_TOKEN").get();
        }

        static Flow<String> reports() {
          return Flow.define("reports", flow -> Task.of(Reports::send).secrets("CHAT_TOKEN").call());
        }
      }
      """;
  private static final String PLACE =
      """
      export PRAETOR_SERVER=$url PRAETOR_API_KEY=$(cat home/admin.key)
      praetor register Reports.java
      pass() { echo chat-token-4711; }
      """;

  @TempDir private Path folder;

  @Test
  void a_secret_is_set_granted_read_by_a_run_revoked_and_its_keys_are_renewed() throws Exception {
    Files.writeString(folder.resolve("Reports.java"), REPORTS);
    Files.writeString(folder.resolve("key.json"), "{\"private\": \"firebase-4711\"}");
    Files.writeString(folder.resolve("typed"), "chat-token-1\n");
    PageScript script = new PageScript(folder);
    String page = PageScript.before(script.of(PAGE), SET, PageScript.SERVER + PLACE);
    page = page.replace(SET, SET + "< typed ");
    page = PageScript.before(page, "{ praetor secrets uses", "praetor flows run reports --wait\n");
    String printed =
        script.run(
            page
                + """

                praetor secrets grant CHAT_TOKEN reports
                praetor flows run reports --wait
                praetor runs show latest --json
                """,
            Map.of("PRAETOR_PORT", "0"));
    assertThat(printed)
        .contains("sent with ***", "1 secret and 0 keys of project 'default' are encrypted again")
        .doesNotContain("4711");
  }
}
