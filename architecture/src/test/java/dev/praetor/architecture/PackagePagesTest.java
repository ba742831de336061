package dev.praetor.architecture;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the packages, and CONTRIBUTING.md, name classes and packages that exist. */
class PackagePagesTest {
  private static final Path TOP = Path.of("..");
  private static final Pattern IN_JAVADOC =
      Pattern.compile("\\{@(?:code|link|linkplain)\\s+([^}\\s]+)[^}]*}");
  private static final Pattern IN_MARKDOWN = Pattern.compile("`([^`\\s]+)`");

  /** A class with the package before it, if there is one, and members behind it. */
  private static final Pattern CLASS =
      Pattern.compile("((?:[a-z][a-z0-9]*\\.)*)([A-Z]\\w*[a-z]\\w*)(?:[.#(].*)?");

  private static final Pattern PACKAGE = Pattern.compile("(?:[a-z][a-z0-9]*\\.)+[a-z][a-z0-9]*");

  /** The packages of the JDK whose classes are named without them. */
  private static final List<String> IMPORTED = List.of("java.lang", "java.time", "java.util");

  /** The simple names of the classes in each package, tests included. */
  private final Map<String, Set<String>> classes = classes();

  @Test
  void a_page_names_classes_of_its_package_alone_and_all_others_with_their_packages()
      throws IOException {
    List<String> wrong = new ArrayList<>();
    for (Path page : files("package-info.java")) {
      String own = packageOf(page);
      String text = Files.readString(page).replace("\n * ", " ");
      for (String name : names(IN_JAVADOC, text)) {
        if (!exists(name, List.of(own, "dev.praetor"))) {
          wrong.add(own + ": " + name);
        }
      }
    }
    assertThat(wrong).as("names on pages of packages that lead nowhere").isEmpty();
  }

  @Test
  void the_guide_for_contributors_names_what_exists() throws IOException {
    List<String> all = List.copyOf(classes.keySet());
    String text = Files.readString(TOP.resolve("CONTRIBUTING.md"));
    assertThat(names(IN_MARKDOWN, text).stream().filter(name -> !exists(name, all)))
        .as("names in CONTRIBUTING.md that lead nowhere")
        .isEmpty();
  }

  /** Returns the names of classes and packages in a text. */
  private static Set<String> names(Pattern marked, String text) {
    return marked
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .filter(name -> CLASS.matcher(name).matches() || PACKAGE.matcher(name).matches())
        .collect(toSet());
  }

  /**
   * Returns whether a class or a package exists.
   *
   * @param unnamed the packages whose classes are named without them
   */
  private boolean exists(String name, List<String> unnamed) {
    Matcher type = CLASS.matcher(name);
    if (!type.matches()) {
      return !named(name).isEmpty() || isOfJdk(name);
    }
    String simple = type.group(2);
    if (type.group(1).isEmpty()) {
      return unnamed.stream()
              .anyMatch(each -> classes.getOrDefault(each, Set.of()).contains(simple))
          || IMPORTED.stream().anyMatch(each -> isOfJdk(each, simple));
    }
    String before = type.group(1).substring(0, type.group(1).length() - 1);
    return named(before).stream()
            .anyMatch(each -> classes.getOrDefault(each, Set.of()).contains(simple))
        || isOfJdk(before, simple);
  }

  /** Returns the packages that a name means, which may leave out the beginning. */
  private List<String> named(String name) {
    return classes.keySet().stream()
        .filter(each -> each.equals(name) || each.endsWith("." + name))
        .toList();
  }

  private static boolean isOfJdk(String name) {
    return ModuleLayer.boot().modules().stream()
        .anyMatch(module -> module.getPackages().contains(name));
  }

  private static boolean isOfJdk(String name, String simple) {
    return isOfJdk(name) && Object.class.getResource("/" + resource(name, simple)) != null;
  }

  private static String resource(String name, String simple) {
    return name.replace('.', '/') + "/" + simple + ".class";
  }

  private static Map<String, Set<String>> classes() {
    Map<String, Set<String>> found = new TreeMap<>();
    try {
      for (Path file : files(".java")) {
        String name = file.getFileName().toString().replace(".java", "");
        found.computeIfAbsent(packageOf(file), _ -> new TreeSet<>()).add(name);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return found;
  }

  /** Returns the sources whose names end like this. */
  private static List<Path> files(String end) throws IOException {
    try (Stream<Path> all = Files.walk(TOP)) {
      return all.filter(file -> file.toString().endsWith(end))
          .filter(file -> isSource(TOP.relativize(file).toString().replace('\\', '/')))
          .sorted()
          .toList();
    }
  }

  private static boolean isSource(String path) {
    return path.matches("[a-z]+/src/(main|test)/java/.*");
  }

  private static String packageOf(Path file) {
    String folder = TOP.relativize(file.getParent()).toString().replace('\\', '/');
    return folder.replaceFirst("^[a-z]+/src/(main|test)/java/", "").replace('/', '.');
  }
}
