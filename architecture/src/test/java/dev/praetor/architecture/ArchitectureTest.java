package dev.praetor.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Who may know whom. Read from what the other modules have compiled; those that are not there yet
 * do not count.
 */
class ArchitectureTest {
  private static final Set<String> MODULES =
      Set.of(
          "core",
          "store",
          "server",
          "client",
          "worker",
          "cluster",
          "cli",
          "testkit",
          "examples",
          "bench");
  private static final JavaClasses PRODUCTION = production();

  private static JavaClasses production() {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      List<Path> compiled =
          modules
              .filter(module -> MODULES.contains(module.getFileName().toString()))
              .map(module -> module.resolve("target/classes"))
              .filter(Files::isDirectory)
              .toList();
      return new ClassFileImporter().importPaths(compiled);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void core_knows_nothing_but_the_jdk_jspecify_slf4j_and_jackson() {
    classes()
        .that()
        .resideInAnyPackage(
            "dev.praetor",
            "dev.praetor.function",
            "dev.praetor.spi",
            "dev.praetor.engine..",
            "dev.praetor.schedule")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "org.jspecify..",
            "org.slf4j..",
            "tools.jackson..",
            "com.fasterxml.jackson.annotation..",
            "org.dmfs..",
            "dev.praetor",
            "dev.praetor.function",
            "dev.praetor.spi",
            "dev.praetor.engine..",
            "dev.praetor.schedule")
        .check(PRODUCTION);
  }

  @Test
  void recurrence_rules_are_known_to_schedules_only() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.praetor.schedule")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.dmfs..")
        .check(PRODUCTION);
  }

  @Test
  void nobody_knows_the_command_line_and_only_it_knows_the_server() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.praetor.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.praetor.cli..")
        .check(PRODUCTION);
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.praetor.cli..", "dev.praetor.server..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.praetor.server..")
        .check(PRODUCTION);
  }

  @Test
  void examples_use_what_authors_may_use() {
    noClasses()
        .that()
        .resideInAPackage("dev.praetor.examples..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.praetor.engine..", "dev.praetor.store..", "dev.praetor.cli..")
        .check(PRODUCTION);
  }

  @Test
  void nothing_reads_the_clock_of_the_machine_or_sleeps() {
    noClasses().should().callMethod(System.class, "currentTimeMillis").check(PRODUCTION);
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(PRODUCTION);
    noClasses()
        .should()
        .callMethod(Thread.class, "sleep", java.time.Duration.class)
        .check(PRODUCTION);
  }

  @Test
  void nothing_hangs_on_a_thread() {
    noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(PRODUCTION);
  }

  @Test
  void nullness_is_said_with_jspecify_and_every_package_says_it() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("(?!org\\.jspecify\\.).*\\.(Nullable|NonNull|NotNull|Nonnull)")
        .check(PRODUCTION);
    List<String> unmarked =
        PRODUCTION.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(each -> !each.isAnnotatedWith("org.jspecify.annotations.NullMarked"))
            .filter(each -> !each.getName().contains("jmh_generated"))
            .map(JavaPackage::getName)
            .toList();
    assertThat(unmarked).isEmpty();
  }
}
