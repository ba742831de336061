package dev.praetor.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.praetor.Flow;
import dev.praetor.Secret;
import dev.praetor.Task;
import dev.praetor.store.model.RunFilter;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that only their user can read the files of a store. */
class FilePermissionsTest {
  @TempDir private Path folder;

  static String large() {
    return "x".repeat(100_000);
  }

  private static void use(Path home) throws IOException {
    try (RunStore store = RunStore.open(new StoreLocation.Home(home))) {
      Flow<String> flow = Flow.define("f", f -> Task.of(FilePermissionsTest::large).call());
      StoreTest.local(store, flow).run();
      store.secrets(home).set(Secret.named("S"), "value");
      check(home, "praetor.db", "praetor.db-wal", "praetor.db-shm", "writer.lock", "secrets.key");
    }
  }

  private static void check(Path home, String... names) throws IOException {
    assertThat(names).allMatch(name -> Files.exists(home.resolve(name)));
    List<String> open = new ArrayList<>();
    try (var all = Files.walk(home)) {
      for (Path each : all.toList()) {
        String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(each));
        if (!mode.equals(Files.isDirectory(each) ? "rwx------" : "rw-------")) {
          open.add(mode + " " + home.relativize(each));
        }
      }
    }
    assertThat(open).isEmpty();
  }

  private static void set(Path path, String mode) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void a_new_home_and_its_files_are_readable_only_by_their_user() throws IOException {
    use(folder.resolve("outer/home"));
    assertThat(mode(folder.resolve("outer"))).isEqualTo("rwx------");
  }

  @Test
  void an_existing_home_is_tightened_when_it_is_opened_also_to_read() throws IOException {
    Path home = folder.resolve("home");
    use(home);
    for (boolean writes : new boolean[] {true, false}) {
      set(home, "rwxr-xr-x");
      set(home.resolve("praetor.db"), "rw-rw-r--");
      set(home.resolve("writer.lock"), "rw-r--r--");
      set(home.resolve("blobs"), "rwxr-xr-x");
      StoreLocation where = new StoreLocation.Home(home);
      try (RunStore store = writes ? RunStore.open(where) : RunStore.openToRead(where)) {
        assertThat(store.list(RunFilter.all())).isNotEmpty();
      }
      check(home, "praetor.db");
    }
  }

  @Test
  void a_folder_with_files_of_others_keeps_its_permissions() throws IOException {
    Path home = Files.createDirectory(folder.resolve("project"));
    set(home, "rwxr-xr-x");
    Files.writeString(home.resolve("README"), "");
    RunStore.open(new StoreLocation.Home(home)).close();
    assertThat(mode(home)).isEqualTo("rwxr-xr-x");
    assertThat(mode(home.resolve("praetor.db"))).isEqualTo("rw-------");
    assertThat(mode(home.resolve("blobs"))).isEqualTo("rwx------");
  }
}
