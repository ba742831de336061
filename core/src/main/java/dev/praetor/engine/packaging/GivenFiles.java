package dev.praetor.engine.packaging;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that somebody gave to be registered: jars, folders with jars, and source files.
 *
 * @param target the names of what was given, for messages
 * @param jars the jars in the order of the class path, those of a folder by their depth and name
 * @param sources the source files, by their names
 */
record GivenFiles(String target, List<Jar> jars, List<Path> sources) {
  private static final int MOST_NAMES = 3;

  /**
   * A jar.
   *
   * @param name its name in the package
   */
  record Jar(Path path, String name) {}

  GivenFiles {
    jars = List.copyOf(jars);
    sources = List.copyOf(sources);
  }

  /**
   * Sorts what was given into jars and source files.
   *
   * @throws CannotRegister if something does not exist, or has no place in a package
   */
  static GivenFiles of(List<Path> given) throws IOException {
    if (given.isEmpty()) {
      throw new IllegalArgumentException("no file is given");
    }
    List<Jar> jars = new ArrayList<>();
    List<Path> sources = new ArrayList<>();
    for (Path path : given) {
      if (Files.isDirectory(path)) {
        jars.addAll(inside(path));
      } else if (!Files.exists(path)) {
        throw CannotRegister.missing(path.toString(), "there is no file " + path, "");
      } else if (path.toString().endsWith(".java")) {
        sources.add(path);
      } else if (path.toString().endsWith(".jar")) {
        jars.add(new Jar(path, nameOf(path)));
      } else {
        throw CannotRegister.unusable(
            path.toString(),
            path + " is neither a jar, nor a folder with jars, nor a .java file",
            "give one of these");
      }
    }
    sources.sort(Comparator.comparing(GivenFiles::nameOf).thenComparing(Path::toString));
    return new GivenFiles(target(given), jars, sources);
  }

  private static String nameOf(Path path) {
    return String.valueOf(path.toAbsolutePath().normalize().getFileName());
  }

  private static String target(List<Path> given) {
    String first =
        given.stream().limit(MOST_NAMES).map(Path::toString).collect(Collectors.joining(", "));
    return given.size() > MOST_NAMES
        ? first + " and " + (given.size() - MOST_NAMES) + " more"
        : first;
  }

  private static List<Jar> inside(Path given) throws IOException {
    Path folder = given.toRealPath();
    List<Jar> jars;
    try (Stream<Path> all = Files.walk(folder)) {
      jars =
          all.filter(file -> file.toString().endsWith(".jar") && Files.isRegularFile(file))
              .map(file -> new Jar(file, within(folder, file)))
              .sorted(
                  Comparator.comparingInt((Jar jar) -> folder.relativize(jar.path()).getNameCount())
                      .thenComparing(Jar::name))
              .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    if (jars.isEmpty()) {
      throw CannotRegister.unusable(
          given.toString(),
          "the folder " + given + " has no jar",
          "put the jar with the flows and its libraries into it, or give .java files by their"
              + " names");
    }
    return jars;
  }

  private static String within(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
  }
}
