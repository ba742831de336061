package dev.praetor.examples.orders;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A page of the guide that shows parts of the sources of an application. */
public final class GuidePage {
  private static final Path TOP = Path.of("..", "..");
  private static final Pattern BLOCK =
      Pattern.compile("```(?:java|properties|sql)\n(.*?)```", Pattern.DOTALL);

  private GuidePage() {}

  /** Returns the code that a page shows, without comments and white space. */
  public static List<String> code(String page) throws IOException {
    return BLOCK
        .matcher(Files.readString(TOP.resolve("docs/guide").resolve(page)))
        .results()
        .map(block -> bare(block.group(1)))
        .toList();
  }

  /**
   * Returns all sources of modules, without comments and white space.
   *
   * @param modules the names of folders of the examples
   */
  public static String sources(String... modules) {
    return Stream.of(modules)
        .flatMap(module -> files(TOP.resolve("examples").resolve(module).resolve("src/main")))
        .map(GuidePage::text)
        .collect(Collectors.joining());
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return bare(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String bare(String code) {
    return code.replaceAll("(?m)(?<=\\s)//.*$", "").replaceAll("\\s+", "");
  }
}
