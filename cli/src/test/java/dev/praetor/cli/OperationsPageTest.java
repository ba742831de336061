package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.postgres.PostgresServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of the page about operations do what it says. */
@Tag("process")
@Tag("database")
class OperationsPageTest {
  private static final Path PAGE = Path.of("../docs/operations.md");
  private static final Pattern BLOCK = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
  private static final String DATABASE = "jdbc:postgresql://db.example.com/runs";
  @TempDir private Path folder;

  /** Returns the commands of the page, as a script. */
  private static String script(String url) throws IOException {
    String program =
        """
        set -euo pipefail
        praetor() { "%s" --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -cp "$CLASS_PATH" %s "$@"; }
        """
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"), Main.class.getName());
    return program
        + BLOCK
            .matcher(Files.readString(PAGE))
            .results()
            .map(block -> block.group(1))
            .collect(Collectors.joining())
            .replace(DATABASE, url);
  }

  @Test
  void the_commands_of_the_page_succeed_in_their_order() throws Exception {
    Path home = folder.resolve("home");
    assertThat(
            Main.execute(
                new PrintWriter(new StringWriter()),
                new PrintWriter(new StringWriter()),
                "demo",
                "--home=" + home))
        .isZero();
    PostgresServer.Database database = PostgresServer.create();
    Path script = Files.writeString(folder.resolve("script"), script(database.url()));
    ProcessBuilder builder = new ProcessBuilder("bash", script.toString());
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("printed").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("PRAETOR_"));
    builder.environment().put("PRAETOR_HOME", home.toString());
    builder.environment().put("PRAETOR_STORE_USER", database.user());
    builder.environment().put("PRAETOR_STORE_PASSWORD", database.password());
    builder.environment().put("BACKUPS", folder.resolve("backups").toString());
    builder
        .environment()
        .put(
            "CLASS_PATH",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    int status = builder.start().waitFor();
    String printed = Files.readString(folder.resolve("printed"));
    assertThat(status).as(printed).isZero();
    assertThat(printed)
        .containsPattern("has a copy of .*: [1-9]\\d* rows")
        .containsPattern("copied [1-9]\\d* rows");
    assertThat(folder.resolve("backups/2026-03-06/praetor.db")).exists();
  }
}
