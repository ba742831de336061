package dev.praetor.bench.server;

import dev.praetor.bench.Databases;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

/**
 * The measurements that somebody wants.
 *
 * @param store sqlite or postgresql; empty for both
 * @param names the names of the measurements
 * @param isQuick true for fewer and smaller measurements
 */
record Choice(String store, List<String> names, boolean isQuick) {
  Choice {
    names = List.copyOf(names);
  }

  /**
   * Reads the arguments.
   *
   * @param all the names of all measurements
   * @throws IllegalArgumentException if an argument cannot be understood
   */
  static Choice of(List<String> words, List<String> all) {
    String store = "";
    List<String> names = new ArrayList<>();
    boolean isQuick = false;
    Iterator<String> rest = words.iterator();
    while (rest.hasNext()) {
      String word = rest.next();
      switch (word) {
        case "--quick" -> isQuick = true;
        case "--only" -> names.addAll(Arrays.asList(value(word, rest).split(",")));
        case "--store" -> store = value(word, rest);
        default -> throw new IllegalArgumentException("unknown argument " + word);
      }
    }
    if (!List.of("", "sqlite", "postgresql").contains(store)) {
      throw new IllegalArgumentException("a store is sqlite or postgresql, not " + store);
    }
    for (String name : names) {
      if (!all.contains(name)) {
        throw new IllegalArgumentException(
            "unknown measurement %s; there are %s".formatted(name, String.join(", ", all)));
      }
    }
    return new Choice(store, names.isEmpty() ? all : names, isQuick);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return rest.next();
  }

  /** Returns the file for the results of this choice, beside the file for those of all. */
  Path file(Path ofAll, List<String> all) {
    String part = names.equals(all) ? "" : "-" + String.join("-", names);
    String kind = store.isEmpty() ? "" : "-" + store;
    String name = ofAll.getFileName().toString();
    return ofAll.resolveSibling(name.replaceFirst("\\.json$", part + kind + ".json"));
  }

  /** Returns whether a kind of database is measured. */
  boolean takes(Databases.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT).startsWith(store);
  }
}
