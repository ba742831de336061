package dev.praetor.store.access;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The roles of somebody: one on the whole server, or one in each of some projects. */
public sealed interface Roles {
  /** A role on the whole server, which counts in every project. */
  record OnServer(Role role) implements Roles {}

  /**
   * Roles that count in single projects.
   *
   * @param all the roles by the names of the projects; empty for somebody who may do nothing
   */
  record InProjects(SortedMap<String, Role> all) implements Roles {
    public InProjects {
      all = Collections.unmodifiableSortedMap(new TreeMap<>(all));
    }
  }

  /** Returns no role anywhere. */
  static Roles none() {
    return new InProjects(new TreeMap<>());
  }

  /** Returns one role: in a project, or on the whole server if none is named. */
  static Roles of(Role role, Optional<String> project) {
    return project
        .<Roles>map(name -> new InProjects(new TreeMap<>(Map.of(name, role))))
        .orElseGet(() -> new OnServer(role));
  }

  /** Returns the role that counts in a project. */
  default Optional<Role> in(String project) {
    return switch (this) {
      case OnServer server -> Optional.of(server.role());
      case InProjects projects -> Optional.ofNullable(projects.all().get(project));
    };
  }

  /** Returns the role on the whole server. */
  default Optional<Role> onServer() {
    return switch (this) {
      case OnServer server -> Optional.of(server.role());
      case InProjects _ -> Optional.empty();
    };
  }

  /** Returns the roles in single projects, by the names of the projects. */
  default SortedMap<String, Role> inProjects() {
    return switch (this) {
      case OnServer _ -> Collections.emptySortedMap();
      case InProjects projects -> projects.all();
    };
  }

  /** Returns whether a role that includes another one is among them. */
  default boolean include(Role needed) {
    return onServer().stream().anyMatch(role -> role.includes(needed))
        || inProjects().values().stream().anyMatch(role -> role.includes(needed));
  }

  /**
   * Returns the projects in which a role counts that includes another one; absent if these are all
   * projects.
   */
  default Optional<Set<String>> projectsWith(Role needed) {
    return switch (this) {
      case OnServer server ->
          server.role().includes(needed) ? Optional.empty() : Optional.of(Set.of());
      case InProjects projects ->
          Optional.of(
              projects.all().entrySet().stream()
                  .filter(each -> each.getValue().includes(needed))
                  .map(Map.Entry::getKey)
                  .collect(Collectors.toCollection(TreeSet::new)));
    };
  }
}
