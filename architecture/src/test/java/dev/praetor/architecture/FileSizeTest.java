package dev.praetor.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file holds one idea; a file that is much longer than the others holds two. */
class FileSizeTest {
  private static final Path TOP = Path.of("..");
  private static final int LONGEST = 400;

  /** Files that may be longer: the factories of tasks, for each number of arguments. */
  private static final Set<String> LONGER = Set.of("core/src/main/java/dev/praetor/Task.java");

  @Test
  void no_file_of_production_code_is_longer_than_one_idea_needs() throws IOException {
    Map<String, Integer> lines = new TreeMap<>();
    try (Stream<Path> modules = Files.list(TOP)) {
      for (Path module : modules.sorted().toList()) {
        Path sources = module.resolve("src/main/java");
        if (Files.isDirectory(sources)) {
          count(sources, lines);
        }
      }
    }
    lines.values().removeIf(length -> length <= LONGEST);
    assertThat(lines.keySet()).as("files that are too long").isEqualTo(LONGER);
  }

  private static void count(Path sources, Map<String, Integer> lines) throws IOException {
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        lines.put(TOP.relativize(file).toString(), Files.readAllLines(file).size());
      }
    }
  }
}
