package dev.praetor.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan of the packages in CONTRIBUTING.md lists every package of a module, and no other. */
class PackagePlanTest {
  private static final Path TOP = Path.of("..");
  private static final Pattern LINE =
      Pattern.compile("^  (dev\\.praetor[a-z.]*) +\\S", Pattern.MULTILINE);

  @ParameterizedTest
  @ValueSource(strings = {"core", "store", "embedded", "server", "worker", "cli", "testkit"})
  void the_plan_lists_the_packages_of_a_module(String module) throws IOException {
    assertThat(planned(module))
        .as("a line for each package of " + module + " in the plan of CONTRIBUTING.md")
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(existing(module));
  }

  /** Returns the packages that are listed below the line of a module. */
  private static List<String> planned(String module) throws IOException {
    String[] parts =
        Files.readString(TOP.resolve("CONTRIBUTING.md")).split("\n" + module + "/\n", 2);
    assertThat(parts).as("a line " + module + "/ in the plan").hasSize(2);
    String listed = parts[1].split("\n(?!  )", 2)[0];
    return LINE.matcher(listed).results().map(line -> line.group(1)).toList();
  }

  private static Set<String> existing(String module) throws IOException {
    Path sources = TOP.resolve(module).resolve("src/main/java");
    try (Stream<Path> files = Files.walk(sources)) {
      return files
          .filter(file -> file.endsWith("package-info.java"))
          .map(file ->
              sources.relativize(file.getParent()).toString().replace(File.separatorChar, '.'))
          .collect(toCollection(TreeSet::new));
    }
  }
}
