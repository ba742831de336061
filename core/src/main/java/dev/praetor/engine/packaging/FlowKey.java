package dev.praetor.engine.packaging;

import java.util.Collection;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The identity of a flow in a store: its project and its name there. As text it is {@code
 * project/name}, and the name alone in the default project, to which every flow that is not
 * registered belongs, too. The name of a flow has no slash.
 */
public record FlowKey(String project, String name) {
  private static final char SEPARATOR = '/';
  private static final Pattern PROJECT = Pattern.compile("[a-z0-9][a-z0-9_-]{0,49}");

  /** Returns the key of a text. */
  public static FlowKey of(String text) {
    int end = text.indexOf(SEPARATOR);
    return end < 0
        ? new FlowKey(Registration.DEFAULT_PROJECT, text)
        : new FlowKey(text.substring(0, end), text.substring(end + 1));
  }

  /** Returns the name of the flow whose key is a text. */
  public static String name(String text) {
    return of(text).name();
  }

  /**
   * Returns the keys under which a process serves flows: their names, and their keys in each
   * project that has registered the package of the process.
   *
   * @param names the names of the flows
   * @param registered the keys of the flows of the package
   */
  public static Set<String> served(Set<String> names, Collection<String> registered) {
    return Stream.concat(
            names.stream(), registered.stream().filter(key -> names.contains(name(key))))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns whether a text can be the name of a project. */
  public static boolean isProject(String text) {
    return PROJECT.matcher(text).matches();
  }

  /** Returns the text of this key. */
  public String text() {
    return project.equals(Registration.DEFAULT_PROJECT) ? name : project + SEPARATOR + name;
  }
}
