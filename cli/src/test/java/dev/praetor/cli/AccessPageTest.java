package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page about other machines and people do what it says. */
@Tag("process")
class AccessPageTest {
  private static final Path PAGE = Path.of("../docs/guide/access.md");
  private static final String NAME = "praetor.example.com";

  /** The other machine has a home of its own, and knows nothing of the certificate yet. */
  private static final String ELSEWHERE = "export PRAETOR_HOME=$PWD/elsewhere\n";

  private static final String BACK =
      """
      ./praetor profile use team
      ./praetor runs list
      export PRAETOR_HOME=$PWD/home
      ./praetor workers list
      """;

  @TempDir private Path folder;

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void a_server_is_reached_from_elsewhere_by_programs_and_people() throws Exception {
    TestCertificate made = TestCertificate.of(folder, NAME, "EC");
    Files.writeString(folder.resolve("chain.pem"), made.certificate());
    Files.writeString(folder.resolve("team-ca.pem"), made.certificate());
    Files.writeString(folder.resolve("key.pem"), made.key());
    Path hosts = Files.writeString(folder.resolve("hosts"), "127.0.0.1 localhost " + NAME);
    String port = Integer.toString(freePort());
    PageScript script = new PageScript(folder);
    String page = script.of(PAGE).replace(":4200", ":" + port);
    page = PageScript.before(page, "./praetor runs list", ELSEWHERE);
    page = PageScript.before(page, "end_server; ./praetor server --public-url", BACK);
    String printed =
        script.run(
            page + "\n./praetor users list\n./praetor keys list\n",
            Map.of("PRAETOR_PORT", port, "JAVA_OPTS", "-Djdk.net.hosts.file=" + hosts));
    assertThat(printed)
        .contains("No runs.", "user bo has the role author", "user bo is disabled")
        .contains(
            "user cy has the role viewer in the project production",
            "user cy has no role in the project production")
        .containsPattern("cy +author in staging ")
        .containsPattern("deploy +author in staging .*a service account")
        .containsPattern("deploy-ci +of deploy ")
        .containsPattern("/login#setup=\\S{43}\n")
        .containsPattern("laptop +operator .*last used");
  }
}
