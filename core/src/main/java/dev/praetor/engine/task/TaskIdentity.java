package dev.praetor.engine.task;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The name, version, description and tags of a task. */
public record TaskIdentity(String name, String version, String description, Set<String> tags) {
  public TaskIdentity {
    if (name.isBlank() || name.length() > 200 || name.matches(".*[\\[\\]/\\s\\p{Cntrl}].*")) {
      throw new dev.praetor.InvalidTask(
          name,
          "'"
              + name
              + "' cannot name a task: a name has 1 to 200 characters, none of them a blank, '/',"
              + " '[' or ']'");
    }
    tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
  }

  static TaskIdentity of(String name) {
    return new TaskIdentity(name, "", "", Set.of());
  }
}
