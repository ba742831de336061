package dev.praetor.engine.task;

import dev.praetor.InvalidTask;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/** The name, version, description and tags of a task. */
public record TaskIdentity(String name, String version, String description, Set<String> tags) {
  public TaskIdentity {
    if (TextLimits.exceeds(name, TextLimits.NAME)
        || name.isBlank()
        || name.matches(".*[\\[\\]/\\s\\p{Cntrl}].*")) {
      throw new InvalidTask(
          name,
          "'"
              + name
              + "' cannot name a task: a name has 1 to 200 characters, none of them a blank, '/',"
              + " '[' or ']'");
    }
    if (TextLimits.exceeds(version, TextLimits.VERSION)) {
      throw new InvalidTask(
          name,
          "the version of task '"
              + name
              + "' has "
              + version.length()
              + " characters; a version has at most "
              + TextLimits.VERSION
              + " of them, and no half of a character pair: use a number, a date, or a hash of the"
              + " text");
    }
    tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
  }

  static TaskIdentity of(String name) {
    return new TaskIdentity(name, "", "", Set.of());
  }
}
