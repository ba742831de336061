package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher in a checkout whose build is replaced by a script. */
@Tag("process")
class LauncherTest {
  private static final String MAVEN =
      """
      #!/usr/bin/env bash
      echo build >> "$BUILDS"
      mkdir -p cli/target/fast/lib
      touch cli/target/fast/praetor-cli-1.jar cli/target/fast/lib/a.jar
      sleep 0.3
      """;
  @TempDir private Path folder;

  private Path checkout(String name) throws IOException {
    Path top = Files.createDirectories(folder.resolve(name));
    Files.createDirectories(top.resolve(".build"));
    Files.copy(Path.of("../praetor"), top.resolve("praetor"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(Path.of("../.build/jdk.sh"), top.resolve(".build/jdk.sh"));
    Files.writeString(top.resolve("pom.xml"), "<project/>");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path maven = Files.writeString(bin.resolve("mvn"), MAVEN);
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    return top;
  }

  private Process start(Path top) throws IOException {
    return start(List.of(top.resolve("praetor").toString()), Map.of());
  }

  private Process start(List<String> launcher, Map<String, String> environment) throws IOException {
    List<String> command = new ArrayList<>(launcher);
    command.add("--print-classpath");
    ProcessBuilder start = new ProcessBuilder(command).redirectErrorStream(true);
    start.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    start.environment().put("BUILDS", folder.resolve("builds").toString());
    start.environment().put("JAVA_HOME", System.getProperty("java.home"));
    start.environment().remove("HOME");
    start.environment().putAll(environment);
    return start.start();
  }

  private static void checkStarts(Process start) throws Exception {
    assertThat(output(start)).contains("praetor-cli-1.jar");
    assertThat(start.exitValue()).isZero();
  }

  private static String output(Process process) throws IOException, InterruptedException {
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  @Test
  void of_many_starts_at_the_lock_of_a_dead_process_one_builds_without_a_home() throws Exception {
    Path top = checkout("checkout");
    Path lock = Files.createDirectories(top.resolve("cli/target/launcher")).resolve("lock");
    Process dead = new ProcessBuilder("true").start();
    dead.waitFor();
    Files.createSymbolicLink(lock, Path.of(Long.toString(dead.pid())));
    List<Process> starts = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      starts.add(start(top));
    }
    for (Process each : starts) {
      assertThat(output(each)).contains("praetor-cli-1.jar");
      assertThat(each.exitValue()).isZero();
    }
    assertThat(Files.readAllLines(folder.resolve("builds"))).hasSize(1);
    assertThat(lock).doesNotExist();
  }

  @Test
  void a_checkout_whose_path_contains_a_colon_is_refused_with_the_reason() throws Exception {
    Process start = start(checkout("with:colon"));
    assertThat(output(start)).contains("contains a colon", "move the checkout");
    assertThat(start.exitValue()).isNotZero();
  }

  @Test
  void jars_of_tests_that_modules_need_are_made_by_the_build_that_skips_tests() throws IOException {
    int made = 0;
    try (DirectoryStream<Path> modules = Files.newDirectoryStream(Path.of(".."))) {
      for (Path module : modules) {
        Path pom = module.resolve("pom.xml");
        if (Files.exists(pom) && Files.readString(pom).contains("<goal>test-jar</goal>")) {
          made++;
          assertThat(Files.readString(pom)).contains("<skip>false</skip>");
        }
      }
    }
    assertThat(made).isPositive();
  }

  @Test
  void of_several_first_starts_one_builds() throws Exception {
    Path top = checkout("checkout");
    List<Process> starts = List.of(start(top), start(top), start(top));
    for (Process each : starts) {
      checkStarts(each);
    }
    assertThat(Files.readAllLines(folder.resolve("builds"))).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space", "ümläut😀", "$HOME"})
  void a_checkout_may_have_any_other_name(String name) throws Exception {
    checkStarts(start(checkout(name)));
  }

  @Test
  void it_is_found_through_links_and_through_the_path() throws Exception {
    Path top = checkout("checkout");
    Path other = Files.createDirectory(folder.resolve("links"));
    Path first = Files.createSymbolicLink(other.resolve("first"), top.resolve("praetor"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("links/first"));
    checkStarts(start(List.of(first.toString()), Map.of()));
    checkStarts(start(List.of(second.toString()), Map.of()));
    String path = top + ":" + folder.resolve("bin") + ":" + System.getenv("PATH");
    checkStarts(start(List.of("sh", "-c", "exec praetor \"$@\"", "sh"), Map.of("PATH", path)));
  }

  @ParameterizedTest
  @CsvSource({"HOME,", "HOME,/nowhere", "JAVA_HOME,", "JAVA_HOME,/nowhere", "JAVA_HOME,/usr"})
  void a_wrong_environment_does_not_hinder_it(String name, @Nullable String value)
      throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin").toString();
    String path = folder.resolve("bin") + ":" + java + ":" + System.getenv("PATH");
    Map<String, String> environment = Map.of("PATH", path, name, value == null ? "" : value);
    checkStarts(start(List.of(checkout("checkout").resolve("praetor").toString()), environment));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:NoSuchOption",
        "-Xmx",
        "-Xmx1",
        "--no-such-option",
        "-javaagent:/nowhere.jar"
      })
  void wrong_options_of_java_end_it_with_the_reason(String option) throws Exception {
    Path top = checkout("checkout");
    checkStarts(start(top));
    ProcessBuilder start =
        new ProcessBuilder(top.resolve("praetor").toString(), "runs", "list")
            .redirectErrorStream(true);
    start.environment().put("JAVA_HOME", System.getProperty("java.home"));
    start.environment().put("PRAETOR_JAVA_OPTIONS", option);
    Process process = start.start();
    assertThat(output(process))
        .containsPattern(
            "Could not create the Java Virtual|Error occurred during initialization of VM");
    assertThat(process.exitValue()).isNotZero();
  }

  @Test
  void it_starts_in_a_folder_that_is_deleted() throws Exception {
    Path launcher = checkout("checkout").resolve("praetor");
    Path gone = Files.createDirectory(folder.resolve("gone"));
    String script = "cd \"$1\" && rmdir \"$1\" && shift && exec \"$@\"";
    checkStarts(
        start(List.of("sh", "-c", script, "sh", gone.toString(), launcher.toString()), Map.of()));
  }

  @Test
  void a_checkout_that_may_only_be_read_starts_once_it_was_built() throws Exception {
    Path top = checkout("checkout");
    List<String> unprivileged = Unprivileged.command(List.of(top.resolve("praetor").toString()));
    assumeThat(unprivileged).isNotEmpty();
    mode("a-w", top);
    Process refused = start(unprivileged, Map.of());
    assertThat(output(refused)).contains("cannot write to it", "start praetor there once");
    assertThat(refused.exitValue()).isNotZero();
    mode("u+w", top);
    checkStarts(start(top));
    mode("a-w", top);
    checkStarts(start(unprivileged, Map.of()));
    mode("u+w", top);
  }

  private static void mode(String mode, Path path) throws Exception {
    assertThat(new ProcessBuilder("chmod", "-R", mode, path.toString()).start().waitFor()).isZero();
  }
}
