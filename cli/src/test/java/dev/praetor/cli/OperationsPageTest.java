package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.postgres.PostgresServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page about operations do what it says. */
@Tag("process")
@Tag("database")
class OperationsPageTest {
  private static final Path PAGE = Path.of("../docs/operations.md");
  private static final String DATABASE = "jdbc:postgresql://db.example.com/runs";
  @TempDir private Path folder;

  @Test
  void the_commands_of_the_page_succeed_in_their_order() throws Exception {
    assertThat(
            Main.execute(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                "demo",
                "--home=" + folder.resolve("home")))
        .isZero();
    PostgresServer.Database database = PostgresServer.create();
    PageScript script = new PageScript(folder);
    String printed =
        script.run(
            script.of(PAGE).replace(DATABASE, database.url()),
            Map.of(
                "PRAETOR_STORE_USER", database.user(),
                "PRAETOR_STORE_PASSWORD", database.password(),
                "BACKUPS", folder.resolve("backups").toString()));
    assertThat(printed)
        .containsPattern("has a copy of .*: [1-9]\\d* rows")
        .containsPattern("copied [1-9]\\d* rows");
    assertThat(folder.resolve("backups/2026-03-06/praetor.db")).exists();
  }
}
