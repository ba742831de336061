package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.cli.error.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that back up a home, and copy it to a database. */
class StoreCommandsTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  @TempDir private Path folder;

  private int praetor(Path home, String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--home=" + home;
    return Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), all);
  }

  private Path home() {
    return folder.resolve("home");
  }

  @BeforeEach
  void record() throws IOException {
    assertThat(praetor(home(), "demo")).isZero();
    Files.writeString(home().resolve("secrets.key"), "praetor-key-1 x");
  }

  @Test
  void a_backup_is_a_home_with_the_same_history_and_the_same_keys() throws IOException {
    Path backup = folder.resolve("a/backup");
    assertThat(praetor(home(), "runs", "list", "--json")).isZero();
    String before = out.toString();
    assertThat(praetor(home(), "store", "backup", backup.toString())).as(err.toString()).isZero();
    assertThat(out.toString()).contains("has a copy of " + home());
    assertThat(praetor(backup, "runs", "list", "--json")).isZero();
    assertThat(out.toString()).isEqualTo(before);
    assertThat(backup.resolve("secrets.key")).hasContent("praetor-key-1 x");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(backup.resolve("secrets.key"))))
        .isEqualTo("rw-------");
  }

  @Test
  void a_backup_into_a_folder_in_use_is_refused_and_changes_nothing() throws IOException {
    Path backup = Files.createDirectories(folder.resolve("backup"));
    assertThat(praetor(home(), "store", "backup", home().toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("is the home itself");
    Files.writeString(backup.resolve("secrets.key"), "another");
    assertThat(praetor(home(), "store", "backup", backup.toString())).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("exists already; name a new folder");
    assertThat(backup.resolve("secrets.key")).hasContent("another");
    assertThat(backup.resolve("praetor.db")).doesNotExist();
    Files.delete(backup.resolve("secrets.key"));
    assertThat(praetor(backup, "demo")).isZero();
    assertThat(praetor(home(), "store", "backup", backup.toString())).isNotZero();
    assertThat(err.toString()).contains("is not empty");
    assertThat(backup.resolve("secrets.key")).doesNotExist();
  }

  @Test
  void a_copy_needs_the_url_of_a_database_and_a_store() {
    assertThat(praetor(home(), "store", "copy", "mysql://db")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("a store is named by a URL");
    assertThat(praetor(folder.resolve("none"), "store", "backup", folder.resolve("x").toString()))
        .isNotZero();
    assertThat(err.toString()).contains("there is no store at");
  }
}
