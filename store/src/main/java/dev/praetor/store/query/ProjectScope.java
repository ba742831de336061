package dev.praetor.store.query;

import java.util.Optional;
import java.util.Set;

/**
 * The projects whose things a question finds.
 *
 * @param only the names of the projects; absent for all
 */
public record ProjectScope(Optional<Set<String>> only) {
  /** All projects. */
  public static final ProjectScope ALL = new ProjectScope(Optional.empty());

  public ProjectScope {
    only = only.map(Set::copyOf);
  }

  /** Returns the scope of one project. */
  public static ProjectScope of(String project) {
    return new ProjectScope(Optional.of(Set.of(project)));
  }

  /** Returns whether things of a project are found. */
  public boolean includes(String project) {
    return only.map(names -> names.contains(project)).orElse(true);
  }
}
