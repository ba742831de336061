package dev.praetor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a checkout whose build is replaced by a script. */
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
    ProcessBuilder start =
        new ProcessBuilder(top.resolve("praetor").toString(), "--print-classpath")
            .redirectErrorStream(true);
    start.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    start.environment().put("BUILDS", folder.resolve("builds").toString());
    start.environment().put("JAVA_HOME", System.getProperty("java.home"));
    start.environment().remove("HOME");
    return start.start();
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
}
