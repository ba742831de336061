package dev.praetor.engine.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.praetor.ErrorCode;
import dev.praetor.Flow;
import dev.praetor.engine.loading.CannotLoadFlows;
import dev.praetor.engine.loading.PackageLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Packages that are built from jars, folders and source files. */
class PackageBuilderTest {
  @TempDir private Path folder;
  private Jars jars = new Jars(Path.of(""));

  @BeforeEach
  void jars() {
    jars = new Jars(folder);
  }

  private static BuiltPackage build(Path... files) throws IOException {
    return PackageBuilder.build(List.of(files), PackageLimits.DEFAULT);
  }

  private static Registration registration(Path... files) throws IOException {
    try (BuiltPackage built = build(files)) {
      return PackagedFlows.registration(built, "default", List.of());
    }
  }

  /** Loads the flows of a package from a folder, as a process that runs them does. */
  private List<String> loaded(BuiltPackage built) throws IOException {
    Path unpacked = Files.createDirectory(folder.resolve("unpacked"));
    int place = 0;
    for (PackageFile file : built.contents().files()) {
      Files.copy(built.copy(file), unpacked.resolve("%04d.jar".formatted(place++)));
    }
    return PackageLoader.load(unpacked).stream().<String>map(Flow::name).toList();
  }

  @Test
  void the_same_sources_are_the_same_package() throws Exception {
    Path one = jars.flow("One", "one");
    Path two = jars.flow("Two", "two");
    FlowPackage first = registration(one, two).contents();
    Files.setLastModifiedTime(one, FileTime.from(Instant.EPOCH));
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    Path copy = Files.copy(one, elsewhere.resolve("One.java"));
    assertThat(registration(two, copy).contents()).isEqualTo(first);
    assertThat(first.kind()).isEqualTo(FlowPackage.Kind.SOURCES);
    assertThat(first.release()).isEqualTo(Runtime.version().feature());
    Files.writeString(one, Files.readString(one).replace("value(1)", "value(2)"));
    assertThat(registration(one, two).contents().sha256()).isNotEqualTo(first.sha256());
  }

  @Test
  void flows_of_sources_are_found_again_in_their_package() throws Exception {
    Path library =
        jars.jar("lib.jar", "Names", "public class Names { public static String X = \"named\"; }");
    Path source =
        jars.source(
            "Mine",
            "class Mine { static Flow<?> flow() { return Flow.define(Names.X, f -> value(1)); } }");
    try (BuiltPackage built = build(library, source, jars.flow("Other", "other"))) {
      assertThat(built.contents().files())
          .extracting(PackageFile::name)
          .containsExactly("flows.jar", "lib.jar");
      assertThat(PackagedFlows.registration(built, "default", List.of()).flows().keySet())
          .containsExactly("named", "other");
      assertThat(loaded(built)).containsExactlyInAnyOrder("named", "other");
    }
  }

  @Test
  void a_folder_is_the_application_and_its_libraries() throws Exception {
    Path library =
        jars.jar(
            "app/lib/b.jar", "Names", "public class Names { public static String X = \"named\"; }");
    jars.jar("app/z.jar", "App", Jars.code("App", "x").replace("\"x\"", "Names.X"), library);
    Files.writeString(folder.resolve("app/README"), "text");
    try (BuiltPackage built = build(folder.resolve("app"))) {
      assertThat(built.contents().files())
          .extracting(PackageFile::name)
          .containsExactly("z.jar", "lib/b.jar");
      assertThat(PackagedFlows.registration(built, "default", List.of()).flows().keySet())
          .containsExactly("named");
      assertThat(loaded(built)).containsExactly("named");
    }
  }

  @Test
  void a_folder_may_be_a_link() throws Exception {
    jars.jar("app/z.jar", "App", Jars.code("App", "x"));
    Path link = Files.createSymbolicLink(folder.resolve("current"), folder.resolve("app"));
    assertThat(registration(link).flows().keySet()).containsExactly("x");
  }

  @Test
  void a_jar_is_loaded_without_files_that_lie_beside_it() throws Exception {
    Path library =
        jars.jar("lib.jar", "Names", "public class Names { public static String X = \"named\"; }");
    Path app =
        jars.jar("app.jar", "App", Jars.code("App", "x").replace("\"x\"", "Names.X"), library);
    assertThatThrownBy(() -> registration(app))
        .hasMessageContaining("app.jar")
        .hasMessageContaining("Names")
        .hasMessageContaining("add its jar");
    assertThat(registration(app, library).flows().keySet()).containsExactly("named");
  }

  @Test
  void only_named_flows_are_registered() throws Exception {
    try (BuiltPackage built = build(jars.flow("One", "one"), jars.flow("Two", "two"))) {
      assertThat(PackagedFlows.registration(built, "default", List.of("two")).flows().keySet())
          .containsExactly("two");
      assertThatThrownBy(() -> PackagedFlows.registration(built, "default", List.of("three")))
          .isInstanceOf(CannotRegister.class)
          .hasMessageContaining("has no flow 'three'; it has one, two");
    }
  }

  @Test
  void limits_are_said() throws Exception {
    Path one = jars.jar("one.jar", "One", Jars.code("One", "one"));
    Path two = jars.jar("two.jar", "Two", Jars.code("Two", "two"));
    assertThatThrownBy(() -> PackageBuilder.build(List.of(one), new PackageLimits(100, 10)))
        .isInstanceOfSatisfying(
            CannotRegister.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_LARGE))
        .hasMessageContaining("one.jar has ")
        .hasMessageContaining("the limit of a package is 100");
    assertThatThrownBy(() -> PackageBuilder.build(List.of(one, two), new PackageLimits(1 << 20, 1)))
        .hasMessageContaining("has 2 jars; the limit is 1");
    assertThatThrownBy(
            () -> PackageBuilder.build(List.of(jars.flow("A", "a")), new PackageLimits(100, 1)))
        .hasMessageContaining("A.java has ")
        .hasMessageContaining("the limit of a package is 100");
  }

  @Test
  void classes_of_modules_and_newer_variants_do_not_count() throws Exception {
    Path jar = jars.jar("one.jar", "One", Jars.code("One", "one"));
    byte[] newer = {(byte) 0xCA, (byte) 0xFE, (byte) 0xBA, (byte) 0xBE, 0, 0, 0, 120};
    Path variants =
        jars.write(
            "variants.jar",
            Map.of("META-INF/versions/76/X.class", newer, "module-info.class", newer));
    assertThat(registration(jar, variants).contents().release())
        .isEqualTo(Runtime.version().feature());
    Path needs = jars.write("needs.jar", Map.of("X.class", newer));
    assertThatThrownBy(() -> registration(jar, needs))
        .hasMessageContaining("needs.jar was compiled for JDK 76 (X.class), and this is JDK")
        .hasMessageContaining("--release");
  }

  @Test
  void sources_that_do_not_compile_are_named_with_their_lines() throws Exception {
    Path good = jars.flow("Good", "good");
    Path bad = jars.source("Bad", "class Bad { int x = \"text\"; }");
    assertThatThrownBy(() -> registration(good, bad))
        .isInstanceOf(CannotLoadFlows.class)
        .hasMessageContaining("Bad.java line 2: incompatible types");
  }

  @Test
  void closing_a_package_deletes_its_copies() throws Exception {
    BuiltPackage built = build(jars.flow("One", "one"));
    Path copy = built.copy(built.contents().files().getFirst());
    assertThat(copy).exists();
    built.close();
    assertThat(copy.getParent()).doesNotExist();
  }
}
