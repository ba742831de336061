package dev.praetor.store;

import static dev.praetor.Praetor.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.Flow;
import dev.praetor.engine.packaging.FlowPackage;
import dev.praetor.engine.packaging.PackageFile;
import dev.praetor.store.flow.PackageFolder;
import dev.praetor.store.model.StoreFailed;
import dev.praetor.store.model.StoreLocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages as folders, from which a process can run them. */
class PackageFolderTest {
  @TempDir private Path folder;
  private Path home = Path.of("");
  private RunStore store;

  @BeforeEach
  void open() {
    home = folder.resolve("home");
    store = RunStore.open(new StoreLocation.Home(home));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private String register(SentPackage code) throws IOException {
    code.register(store, Flow.define("f", f -> value(1)));
    return code.contents().sha256();
  }

  private Path open(String sha256) throws IOException {
    return new PackageFolder(home, store.packageFiles()).open(sha256);
  }

  private static List<String> names(Path place) throws IOException {
    try (Stream<Path> all = Files.list(place)) {
      return all.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void a_package_is_copied_in_the_order_of_its_class_path_for_its_user_only() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("zebra.jar", "z".getBytes(StandardCharsets.UTF_8));
    files.put("lib/ant 1.0.JAR", "a".getBytes(StandardCharsets.UTF_8));
    Path place = open(register(SentPackage.of(files)));
    assertThat(place.getParent()).isEqualTo(home.resolve("packages"));
    assertThat(names(place)).containsExactly("0000-zebra.jar", "0001-ant_1.0.jar");
    assertThat(place.resolve("0001-ant_1.0.jar")).hasContent("a");
    for (Path each : List.of(place, place.getParent())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
          .isEqualTo("rwx------");
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(place.resolve("0000-zebra.jar"))))
        .isEqualTo("rw-------");
    assertThat(names(home.resolve("packages"))).containsExactly(place.getFileName().toString());
  }

  @Test
  void no_name_of_a_file_leads_out_of_the_folder() throws Exception {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (String name :
        List.of(
            "../../out.jar",
            "/etc/out",
            "..",
            "..\\..\\out.jar",
            "C:\\out",
            "a\0b",
            "",
            "o".repeat(900))) {
      files.put(name, ("content of " + name).getBytes(StandardCharsets.UTF_8));
    }
    Path place = open(register(SentPackage.of(files)));
    assertThat(names(place)).hasSize(files.size());
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(file -> file.getFileName().toString().contains("out")))
          .allSatisfy(file -> assertThat(file).startsWith(place))
          .hasSize(4);
    }
  }

  @Test
  void a_folder_that_was_changed_is_made_anew() throws Exception {
    SentPackage code = SentPackage.of("one", "two");
    Path place = open(register(code));
    Files.writeString(place.resolve("0000-a0.jar"), "ONE");
    assertThat(open(code.contents().sha256()).resolve("0000-a0.jar")).hasContent("one");
    Files.delete(place.resolve("0001-a1.jar"));
    assertThat(open(code.contents().sha256()).resolve("0001-a1.jar")).hasContent("two");
    Files.writeString(place.resolve("0000-evil.jar"), "x");
    assertThat(names(open(code.contents().sha256()))).containsExactly("0000-a0.jar", "0001-a1.jar");
    assertThat(names(home.resolve("packages"))).hasSize(1);
  }

  @Test
  void a_package_that_is_damaged_or_unknown_leaves_no_folder() throws Exception {
    SentPackage code = SentPackage.of("one");
    String sha256 = register(code);
    Path blob;
    try (Stream<Path> all = Files.walk(home)) {
      blob =
          all.filter(file -> file.toString().replace("/", "").endsWith(code.file().sha256()))
              .filter(Files::isRegularFile)
              .findFirst()
              .orElseThrow();
    }
    Files.writeString(blob, "two");
    assertThatThrownBy(() -> open(sha256))
        .isInstanceOf(StoreFailed.class)
        .hasMessageContaining("a0.jar")
        .hasMessageContaining("register its flows again from the same files");
    assertThat(names(home.resolve("packages"))).isEmpty();
    register(code);
    assertThat(open(sha256).resolve("0000-a0.jar")).hasContent("one");
    String unknown =
        new FlowPackage(FlowPackage.Kind.JARS, 0, List.of(new PackageFile("x", "0".repeat(64), 1)))
            .sha256();
    assertThatThrownBy(() -> open(unknown)).hasMessageContaining("there is no package " + unknown);
  }

  @Test
  void what_a_killed_process_left_is_deleted_after_a_day() throws Exception {
    Path packages = Files.createDirectories(home.resolve("packages"));
    Path old = Files.createDirectory(packages.resolve("old.part"));
    Files.writeString(old.resolve("0000-a.jar"), "cut");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    Files.createDirectory(packages.resolve("fresh.part"));
    Path place = open(register(SentPackage.of("one")));
    assertThat(names(packages))
        .containsExactlyInAnyOrder(place.getFileName().toString(), "fresh.part");
  }

  @Test
  void several_open_a_package_at_the_same_time() throws Exception {
    SentPackage code = SentPackage.large(3_000_000);
    String sha256 = register(code);
    try (ExecutorService all = Executors.newFixedThreadPool(8)) {
      List<Callable<Path>> work = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        work.add(() -> open(sha256));
      }
      for (Future<Path> each : all.invokeAll(work)) {
        assertThat(each.get().resolve("0000-large.jar")).hasBinaryContent(code.content());
      }
    }
    assertThat(names(home.resolve("packages"))).containsExactly(sha256);
  }
}
