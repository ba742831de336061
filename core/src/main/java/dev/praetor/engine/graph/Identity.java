package dev.praetor.engine.graph;

import java.util.Set;
import java.util.TreeSet;

/** What a task is called. */
public record Identity(String name, String version, String description, Set<String> tags) {
  public Identity {
    if (name.isBlank() || name.length() > 200 || name.matches(".*[\\[\\]/\\s\\p{Cntrl}].*")) {
      throw new dev.praetor.InvalidTask(
          "'"
              + name
              + "' cannot name a task: a name has 1 to 200 characters, none of them a blank, '/', '[' or"
              + " ']'");
    }
    tags = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(tags));
  }

  static Identity of(String name) {
    return new Identity(name, "", "", Set.of());
  }
}
