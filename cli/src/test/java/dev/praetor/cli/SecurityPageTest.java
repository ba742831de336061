package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page about security do what it says. */
@Tag("process")
class SecurityPageTest {
  private static final Path PAGE = Path.of("../docs/security.md");

  /** A change that works until the key is revoked, and is refused then. */
  private static final String USE =
      "PRAETOR_API_KEY=$(cat ci.key) praetor limits set mail 3 --server=$url\n";

  private static final String REFUSED =
      """
      if PRAETOR_API_KEY=$(cat ci.key) praetor limits list --server=$url; then exit 2; fi
      grep -c praetor_ ci.key
      stat -c %a home/admin.key
      if grep -rqF "$(cat ci.key)" home; then exit 3; fi
      """;
  @TempDir private Path folder;

  @Test
  void a_key_is_made_used_and_revoked_and_the_audit_log_tells_of_it() throws Exception {
    PageScript script = new PageScript(folder);
    String page = PageScript.before(script.of(PAGE), "{ praetor keys create", PageScript.SERVER);
    page = PageScript.before(page, "{ praetor keys revoke ci", USE);
    page = PageScript.before(page, "praetor audit list --actor", REFUSED);
    page = PageScript.before(page, "praetor audit list --project", "praetor projects add acme\n");
    String printed = script.run(page, Map.of("PRAETOR_PORT", "0"));
    assertThat(printed)
        .contains("key ci is revoked", "is revoked")
        .containsPattern("ci .*mail")
        .containsPattern("\"code\" ?: ?\"UNAUTHENTICATED\"")
        .containsPattern("The audit log is whole: [1-9]\\d* rows")
        .contains("\n1\n600\n");
  }
}
